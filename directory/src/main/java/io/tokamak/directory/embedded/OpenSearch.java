// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import io.tokamak.directory.Finder;
import io.tokamak.directory.Search;
import io.tokamak.wire.ObjectId;
import java.util.LinkedHashSet;
import java.util.List;

/** A search, and how far it is. */
final class OpenSearch implements Search {
  private final Searches searches;
  private final long number;
  private final List<ObjectId> ids;
  private final boolean watching;
  private final Finder finder;
  private int asked;
  private int answered;
  private boolean closed;
  private long toldOutage;

  OpenSearch(Searches searches, long number, List<ObjectId> ids, boolean watching, Finder finder) {
    this.searches = searches;
    this.number = number;
    this.ids = ids.size() == 1 ? List.copyOf(ids) : List.copyOf(new LinkedHashSet<>(ids));
    this.watching = watching;
    this.finder = finder;
  }

  long number() {
    return number;
  }

  boolean isWatching() {
    return watching;
  }

  Finder finder() {
    return finder;
  }

  boolean isClosed() {
    return closed;
  }

  boolean hasMore() {
    return !closed && asked < ids.size();
  }

  /** The next id to ask for. */
  ObjectId ask() {
    return ids.get(asked++);
  }

  /** What has been asked for. */
  List<ObjectId> asked() {
    return ids.subList(0, asked);
  }

  /** What was not answered has to be asked for again: answers come in the order of questions. */
  void askAgain() {
    if (watching) {
      answered = 0; // the host has to know again what to watch
    }
    asked = answered;
  }

  /** One more of the ids was answered; whether all have been. */
  boolean countAnswer() {
    answered++;
    return answered == ids.size();
  }

  /** Whether the finder was not told yet that the directory is away, this time. */
  boolean isUntold(long outage) {
    return !closed && toldOutage != outage;
  }

  void tell(long outage) {
    toldOutage = outage;
  }

  void markClosed() {
    closed = true;
  }

  @Override
  public void close() {
    searches.close(this);
  }
}
