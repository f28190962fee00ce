// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.pull;

import io.tokamak.directory.Location;
import io.tokamak.transfer.Chain;
import io.tokamak.transfer.Priority;
import io.tokamak.transfer.Protocol;
import io.tokamak.transfer.protocol.Landing;
import io.tokamak.transfer.record.Trace;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One object that is wanted and not here, from the first wish until nothing of it is under way. */
final class Pull {
  /** What it waits for. */
  enum State {
    /** A source: none is known, or all of them rest. */
    SEARCHING,
    /** Its turn at a source. */
    QUEUED,
    /** The local object of this id, which somebody else is writing. */
    BLOCKED,
    /** Its bytes. */
    FLYING,
    /** Nothing. */
    ENDED
  }

  private final ObjectId id;
  private final Trace trace;
  private List<Wish> wishes = new ArrayList<>(1);
  private final Sources sources = new Sources();
  private final List<Flight> flights = new ArrayList<>(1);
  private @Nullable Tried tried;
  private State state = State.SEARCHING;
  private Priority priority = Priority.PREFETCH;
  private long deadlineNs;
  private @Nullable Protocol ordered;
  private @Nullable Source source;
  private @Nullable Lane lane;
  private @Nullable Landing landing;
  private @Nullable Batch batch;
  private Timers.@Nullable Timer timer;
  private int waits;
  private int damages;
  private boolean unsealed;
  private @Nullable String storeFull;
  private @Nullable Chain chain;
  private @Nullable Wish relayer;

  Pull(ObjectId id, Trace trace) {
    this.id = id;
    this.trace = trace;
  }

  ObjectId id() {
    return id;
  }

  Trace trace() {
    return trace;
  }

  State state() {
    return state;
  }

  void state(State next) {
    state = next;
  }

  Priority priority() {
    return priority;
  }

  /** Somebody wants it. Returns whether it has become more urgent. */
  boolean add(Wish wish, @Nullable Protocol protocol) {
    long until = wish.call().deadlineNs();
    deadlineNs = wishes.isEmpty() || until - deadlineNs > 0 ? until : deadlineNs;
    wishes.add(wish);
    if (ordered == null) {
      ordered = protocol;
    }
    Priority wanted = wish.call().priority();
    boolean rises = wanted.compareTo(priority) < 0;
    priority = rises ? wanted : priority;
    return rises;
  }

  /** Somebody does not want it any more. Returns whether nobody is left. */
  boolean leave(Wish wish) {
    wishes.remove(wish);
    if (wish == relayer) {
      endRelay();
    }
    return wishes.isEmpty();
  }

  /** Others who want it take whichever object has this id. */
  private void endRelay() {
    relayer = null;
    chain = null;
    if (landing != null) {
      landing.endRelay();
    }
  }

  /** When the last one gives up. */
  long deadlineNs() {
    return deadlineNs;
  }

  boolean isWanted() {
    return !wishes.isEmpty();
  }

  /** All that are to be told, once. */
  List<Wish> takeWishes() {
    List<Wish> taken = wishes;
    wishes = List.of();
    return taken;
  }

  Sources sources() {
    return sources;
  }

  List<Flight> flights() {
    return flights;
  }

  /** Something was tried, and did not work. */
  void tried(String what) {
    if (tried == null) {
      tried = new Tried();
    }
    tried.add(what);
  }

  /** Whether nothing was tried that did not work. */
  boolean isUntried() {
    return tried == null;
  }

  /** What was tried and did not work. */
  String triedText() {
    return tried == null ? "nothing" : tried.toString();
  }

  @Nullable Protocol ordered() {
    return ordered;
  }

  @Nullable Source source() {
    return source;
  }

  @Nullable Lane lane() {
    return lane;
  }

  void take(@Nullable Source newSource, @Nullable Lane newLane) {
    source = newSource;
    lane = newLane;
  }

  @Nullable Landing landing() {
    return landing;
  }

  void landing(@Nullable Landing newLanding) {
    landing = newLanding;
    if (landing != null && chain != null) {
      landing.relay(chain.checksum());
    }
  }

  /** It is part of a broadcast, now at the latest, and for as long as this wish is there. */
  void relay(Wish wish, Chain newChain, Location like) {
    relayer = wish;
    chain = newChain;
    newChain.parents().forEach(parent -> sources.suggest(parent, like));
    sources.inOrder(newChain.parents());
    if (landing != null) {
      landing.relay(newChain.checksum());
    }
  }

  /** Whether others may have what has come of it. */
  boolean isRelayed() {
    return chain != null;
  }

  @Nullable Batch batch() {
    return batch;
  }

  void batch(@Nullable Batch newBatch) {
    batch = newBatch;
  }

  /** Its place in {@link Timers}. */
  Timers.@Nullable Timer timer() {
    return timer;
  }

  void timer(Timers.@Nullable Timer newTimer) {
    timer = newTimer;
  }

  /** How often it has waited for the same thing. */
  int waits() {
    return waits;
  }

  void waits(int newWaits) {
    waits = newWaits;
  }

  /** Once more it came damaged. */
  void damaged() {
    damages++;
  }

  /** How often it came damaged. */
  int damages() {
    return damages;
  }

  /** Whether the last one who was asked is writing it. */
  boolean isUnsealed() {
    return unsealed;
  }

  void unsealed(boolean now) {
    unsealed = now;
  }

  /** Why it could not be created; null when that was not so the last time. */
  @Nullable String storeFull() {
    return storeFull;
  }

  void storeFull(@Nullable String why) {
    storeFull = why;
  }
}
