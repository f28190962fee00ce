// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import java.util.Locale;

/** How much a node says. */
enum LogLevel {
  /** What has gone wrong. */
  ERROR,
  /** What may go wrong. */
  WARN,
  /** What happens once in a while. */
  INFO,
  /** Everything. */
  DEBUG;

  private static final String PROPERTY = "tokamak.log.level";

  /** Makes it so, if nothing was logged before. */
  void apply() {
    System.setProperty(PROPERTY, name());
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
