// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.directory.Finder;
import io.tokamak.directory.Location;
import io.tokamak.directory.Search;
import io.tokamak.fabric.NodeRef;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Searches that are open. What is announced is not told as it was heard: the object is looked up
 * again, so that whoever hears of it hears of all its locations, and losing a message costs time
 * only. A step function.
 */
final class Searches {
  private static final int LOOKUPS_OF_A_ROUND = 2048;
  private static final int STRANGERS = 1024;

  private final Keys keys;
  private final Predicate<NodeRef> isThere;
  private final Map<ObjectId, Wanted> wanted = new HashMap<>();
  private final Set<OpenSearch> open = new LinkedHashSet<>();
  private final ArrayDeque<Wanted> queue = new ArrayDeque<>();
  private final Map<Wanted, List<Location>> held = new LinkedHashMap<>();
  private final Set<NodeRef> strangers = new LinkedHashSet<>();
  private final int[] watched = new int[Keys.SHARDS];
  private @Nullable String outage;
  private boolean toTell;

  Searches(Keys keys, Predicate<NodeRef> isThere) {
    this.keys = keys;
    this.isThere = isThere;
  }

  Search open(List<ObjectId> ids, boolean watching, Finder finder) {
    OpenSearch search = new OpenSearch(new LinkedHashSet<>(ids), watching, finder, this::closed);
    open.add(search);
    for (ObjectId id : search.ids()) {
      Wanted one = wanted.computeIfAbsent(id, Wanted::new);
      one.add(search);
      watched[Keys.shardOf(id)] += watching ? 1 : 0;
      ask(one, false);
    }
    toTell |= outage != null;
    return search;
  }

  private void closed(OpenSearch search) {
    open.remove(search);
    for (ObjectId id : search.ids()) {
      watched[Keys.shardOf(id)] -= search.isWatching() ? 1 : 0;
      Wanted one = wanted.get(id);
      if (one != null) {
        one.remove(search);
        endIfOver(one);
      }
    }
  }

  private void endIfOver(Wanted one) {
    if (one.isOver()) {
      wanted.remove(one.id(), one);
    }
  }

  private void ask(Wanted one, boolean announced) {
    if (one.ask(announced)) {
      queue.add(one);
    }
  }

  /** Whether somebody wants to hear what is announced in that shard. */
  boolean watches(int shard) {
    return watched[shard] > 0;
  }

  /** Objects were announced: 20 bytes each. */
  void announced(byte[] ids) {
    MemorySegment all = MemorySegment.ofArray(ids);
    for (int at = 0; at + ObjectId.LENGTH <= ids.length; at += ObjectId.LENGTH) {
      Wanted one = wanted.get(ObjectId.read(all, at));
      if (one != null) {
        ask(one, true);
      }
    }
  }

  /** Announcements in these shards may have been missed. */
  void lookAgain(IntPredicate shards) {
    for (Wanted one : wanted.values()) {
      if (one.isWatched() && shards.test(Keys.shardOf(one.id()))) {
        ask(one, false);
      }
    }
  }

  /** A location turned out to be wrong. */
  void doubted(ObjectId id, Location location) {
    Wanted one = wanted.get(id);
    if (one != null) {
      one.forget(location);
    }
  }

  /** Adds lookups to a round. */
  void contribute(Round round) {
    for (int count = 0; count < LOOKUPS_OF_A_ROUND && !queue.isEmpty(); count++) {
      Wanted one = queue.remove();
      if (one.isAskedFor()) {
        one.sent();
        round.add(
            new Command.Holders(keys.object(one.id())), (reply, nowNs) -> answered(one, reply));
      } else {
        one.interrupted();
        endIfOver(one);
      }
    }
  }

  private void answered(Wanted one, @Nullable Object reply) {
    if (reply instanceof RedisError error && !error.message().startsWith("WRONGTYPE")) {
      throw BadReplyException.of(reply, "who holds an object");
    }
    List<Location> locations = reply instanceof RedisError ? List.of() : locations(reply);
    if (locations.stream().allMatch(this::isKnown)) {
      answer(one, locations);
    } else {
      one.held();
      held.put(one, locations);
    }
  }

  private boolean isKnown(Location location) {
    return isThere.test(location.holder()) || strangers.contains(location.holder());
  }

  private static List<Location> locations(@Nullable Object reply) {
    List<?> pairs = Replies.list(reply);
    List<Location> locations = new ArrayList<>(pairs.size() / 2);
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      NodeRef holder = Keys.life(Replies.text(pairs.get(i)));
      Location location =
          holder == null ? null : LocationCodec.decode(holder, Replies.bytes(pairs.get(i + 1)));
      if (location != null) {
        locations.add(location);
      }
    }
    return locations;
  }

  private void answer(Wanted one, List<Location> locations) {
    List<Location> there =
        locations.stream().filter(location -> isThere.test(location.holder())).toList();
    if (one.answer(there)) {
      ask(one, false);
    }
    endIfOver(one);
  }

  /** Whether an answer waits for news of the members. */
  boolean needsMembers() {
    return !held.isEmpty();
  }

  /** The members known are the ones there are: who is not among them is not there. */
  void membersAreKnown() {
    Map<Wanted, List<Location>> ready = new LinkedHashMap<>(held);
    held.clear();
    ready.forEach((one, locations) -> {
      locations.forEach(this::noteStranger);
      answer(one, locations);
    });
  }

  private void noteStranger(Location location) {
    if (!isThere.test(location.holder())) {
      if (strangers.size() >= STRANGERS) {
        strangers.remove(strangers.iterator().next());
      }
      strangers.add(location.holder());
    }
  }

  /** The directory cannot be asked now. */
  void unavailable(String why) {
    outage = why;
    toTell = true;
    held.clear();
    queue.clear();
    for (Wanted one : List.copyOf(wanted.values())) {
      one.interrupted();
      endIfOver(one);
    }
  }

  /** It can be asked: everything that is open is looked up. */
  void available() {
    outage = null;
    toTell = false;
    open.forEach(OpenSearch::available);
    wanted.values().forEach(one -> ask(one, false));
  }

  /** Tells whoever does not know yet that the directory cannot be asked. */
  int tell() {
    String why = outage;
    if (!toTell || why == null) {
      return 0;
    }
    toTell = false;
    int told = 0;
    for (OpenSearch search : List.copyOf(open)) {
      told += search.unavailable(why);
    }
    return told;
  }

  /** Nobody hears anything any more. */
  void closeAll() {
    List.copyOf(open).forEach(OpenSearch::close);
  }

  boolean hasToTell() {
    return toTell;
  }

  boolean hasLookups() {
    return !queue.isEmpty();
  }

  /** Objects that somebody asks for. */
  int size() {
    return wanted.size();
  }
}
