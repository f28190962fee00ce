// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.directory.Finder;
import io.tokamak.directory.Search;
import io.tokamak.wire.ObjectId;
import java.util.Set;
import java.util.function.Consumer;

/** Somebody's search, until it is closed or answered. */
final class OpenSearch implements Search {
  private final Set<ObjectId> ids;
  private final boolean watching;
  private final Finder finder;
  private final Consumer<OpenSearch> closing;
  private int unanswered;
  private boolean toldUnavailable;
  private boolean closed;

  OpenSearch(Set<ObjectId> ids, boolean watching, Finder finder, Consumer<OpenSearch> closing) {
    this.ids = ids;
    this.watching = watching;
    this.finder = finder;
    this.closing = closing;
    this.unanswered = ids.size();
  }

  Set<ObjectId> ids() {
    return ids;
  }

  boolean isWatching() {
    return watching;
  }

  boolean isClosed() {
    return closed;
  }

  Finder finder() {
    return finder;
  }

  /** One of its ids was answered for the first time. True if that was the last thing it wants. */
  boolean answeredOne() {
    unanswered--;
    return !watching && unanswered == 0;
  }

  /** The directory is there again. */
  void available() {
    toldUnavailable = false;
  }

  /** Says once in each outage that there is one. */
  int unavailable(String why) {
    if (closed || toldUnavailable) {
      return 0;
    }
    toldUnavailable = true;
    if (!watching) {
      close();
    }
    finder.unavailable(why);
    return 1;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      closing.accept(this);
    }
  }
}
