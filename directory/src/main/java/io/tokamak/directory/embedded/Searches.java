// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import io.tokamak.directory.Finder;
import io.tokamak.directory.Location;
import io.tokamak.directory.message.DirectoryMessageType;
import io.tokamak.directory.message.Limits;
import io.tokamak.directory.message.SearchMessage;
import io.tokamak.fabric.service.MessageWriter;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What this node has asked the directory: what is still to be asked, who waits for answers, who
 * watches. Whoever asks for it brings the questions to the host and the answers here.
 */
final class Searches {
  private final Predicate<Location> isThere;
  private final int mostWatched;
  private final Map<Long, OpenSearch> open = new LinkedHashMap<>();
  private final Deque<OpenSearch> toAsk = new ArrayDeque<>();
  private final Deque<OpenSearch> toWatch = new ArrayDeque<>();
  private final Map<ObjectId, List<OpenSearch>> watched = new HashMap<>();
  private final SequencedSet<ObjectId> unwatched = new LinkedHashSet<>();
  private long lastNumber;
  private int unanswered;
  private long outage = 1;

  /** Searches whose finders are told of locations that are there only. */
  Searches(Predicate<Location> isThere) {
    this(isThere, Limits.WATCHED);
  }

  /** The same, which watch so many objects at most. */
  Searches(Predicate<Location> isThere, int mostWatched) {
    this.isThere = isThere;
    this.mostWatched = mostWatched;
  }

  OpenSearch open(List<ObjectId> ids, boolean watching, Finder finder) {
    OpenSearch search = new OpenSearch(this, ++lastNumber, ids, watching, finder);
    if (ids.isEmpty()) {
      search.markClosed();
    } else {
      open.put(search.number(), search);
      queue(search);
    }
    return search;
  }

  private void queue(OpenSearch search) {
    (search.isWatching() ? toWatch : toAsk).add(search);
  }

  /** How many searches are open. */
  int size() {
    return open.size();
  }

  /** How many objects are watched. */
  int watched() {
    return watched.size();
  }

  /** Whether the host has to be asked or told something, and may be. */
  boolean isSendDue() {
    return toAsk() != null || hasUnwatched();
  }

  /** The next message to the host, which the caller sends; null when there is none. */
  @Nullable MemorySegment toSend(MessageWriter writer) {
    OpenSearch search = toAsk();
    if (search != null) {
      writer.begin(DirectoryMessageType.SEARCH.code(), flags(search), search.number());
      while (writer.room() >= ObjectId.LENGTH && search.hasMore() && mayAsk(search)) {
        writer.putId(ask(search));
      }
      return writer.end();
    }
    if (hasUnwatched()) {
      writer.begin(DirectoryMessageType.UNWATCH.code(), 0, 0);
      while (writer.room() >= ObjectId.LENGTH && hasUnwatched()) {
        writer.putId(nextUnwatched());
      }
      return writer.end();
    }
    return null;
  }

  private static int flags(OpenSearch search) {
    return search.isWatching() ? SearchMessage.WATCHING : 0;
  }

  /**
   * The search that has something to ask, the oldest first; null when none has, or the host has
   * enough to do. When no more objects can be watched the others go on.
   */
  @Nullable OpenSearch toAsk() {
    OpenSearch once = first(toAsk);
    OpenSearch watching = first(toWatch);
    if (once == null || watching == null) {
      return once == null ? watching : once;
    }
    return once.number() < watching.number() ? once : watching;
  }

  private @Nullable OpenSearch first(Deque<OpenSearch> queue) {
    while (!queue.isEmpty() && !queue.element().hasMore()) {
      queue.remove();
    }
    OpenSearch next = queue.peek();
    return next == null || !mayAsk(next) ? null : next;
  }

  private boolean mayAsk(OpenSearch search) {
    return unanswered < Limits.UNANSWERED
        && (!search.isWatching() || watched.size() + unwatched.size() < mostWatched);
  }

  /** The next id of a search, which the caller asks for. */
  ObjectId ask(OpenSearch search) {
    ObjectId id = search.ask();
    unanswered++;
    if (search.isWatching()) {
      watched.computeIfAbsent(id, any -> new ArrayList<>(1)).add(search);
      unwatched.remove(id);
    }
    return id;
  }

  /** The answer to a question. */
  void answer(long number, ObjectId id, List<Location> locations) {
    unanswered--;
    OpenSearch search = open.get(number);
    if (search != null) {
      boolean last = search.countAnswer();
      if (last && !search.isWatching()) {
        close(search);
      }
      search.finder().found(id, there(locations));
    }
  }

  /** How many answers the host owes. */
  int unanswered() {
    return unanswered;
  }

  /** There are new locations of an object. */
  void changed(ObjectId id, List<Location> locations) {
    List<OpenSearch> watching = watched.get(id);
    if (watching != null) {
      List<Location> there = there(locations);
      for (OpenSearch search : List.copyOf(watching)) {
        if (!search.isClosed()) {
          search.finder().found(id, there);
        }
      }
    }
  }

  private List<Location> there(List<Location> locations) {
    for (int i = 0; i < locations.size(); i++) {
      if (!isThere.test(locations.get(i))) {
        return locations.stream().filter(isThere).toList();
      }
    }
    return List.copyOf(locations);
  }

  /** Nothing comes of what was asked: watching searches ask again when it can be. */
  void lost() {
    unanswered = 0;
    watched.clear();
    unwatched.clear();
    toAsk.clear();
    toWatch.clear();
    for (OpenSearch search : open.values()) {
      search.askAgain();
      queue(search);
    }
  }

  /** The directory is away: ends the searches that do not watch. Returns how many were told. */
  int unavailable(String why) {
    int told = 0;
    for (OpenSearch search : List.copyOf(open.values())) {
      if (search.isUntold(outage)) {
        search.tell(outage);
        if (!search.isWatching()) {
          close(search);
        }
        search.finder().unavailable(why);
        told++;
      }
    }
    return told;
  }

  /** Whether {@link #unavailable} would tell anybody. */
  boolean hasUntold() {
    return open.values().stream().anyMatch(search -> search.isUntold(outage));
  }

  /** The directory is not away any more. */
  void available() {
    outage++;
  }

  void close(OpenSearch search) {
    if (search.isClosed()) {
      return;
    }
    search.markClosed();
    open.remove(search.number());
    if (search.isWatching()) {
      search.asked().forEach(id -> unwatch(id, search));
    }
  }

  private void unwatch(ObjectId id, OpenSearch search) {
    List<OpenSearch> watching = watched.get(id);
    if (watching != null && watching.remove(search) && watching.isEmpty()) {
      watched.remove(id);
      unwatched.add(id);
    }
  }

  /** Whether the host has to be told of {@link #nextUnwatched}. */
  boolean hasUnwatched() {
    return !unwatched.isEmpty();
  }

  /** An object that nobody watches any more; told once. */
  ObjectId nextUnwatched() {
    return unwatched.removeFirst();
  }

  /** Ends all, without a word. */
  void closeAll() {
    List.copyOf(open.values()).forEach(this::close);
    lost();
  }
}
