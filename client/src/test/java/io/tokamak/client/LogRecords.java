// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Filter;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a class logs while a test looks; it goes nowhere else. */
final class LogRecords implements AutoCloseable {
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final Logger logger;
  private final Filter before;

  private LogRecords(Logger logger) {
    this.logger = logger;
    this.before = logger.getFilter();
    logger.setFilter(logged -> !messages.add(new SimpleFormatter().formatMessage(logged)));
  }

  static LogRecords of(Class<?> source) {
    return new LogRecords(Logger.getLogger(source.getName()));
  }

  List<String> messages() {
    return messages;
  }

  @Override
  public void close() {
    logger.setFilter(before);
  }
}
