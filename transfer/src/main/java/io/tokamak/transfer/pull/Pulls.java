// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.pull;

import io.tokamak.directory.Finder;
import io.tokamak.directory.Location;
import io.tokamak.transfer.Call;
import io.tokamak.transfer.Chain;
import io.tokamak.transfer.FetchListener;
import io.tokamak.transfer.FetchOptions;
import io.tokamak.transfer.FetchOutcome;
import io.tokamak.transfer.Priority;
import io.tokamak.transfer.TransferRecord.Phase;
import io.tokamak.transfer.context.Context;
import io.tokamak.transfer.protocol.Landing;
import io.tokamak.transfer.pull.Pull.State;
import io.tokamak.transfer.record.Counter;
import io.tokamak.transfer.record.Counters;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All objects that are wanted here and not here: one {@link Pull} for each, whoever and however
 * many want it. Nobody waits longer than the deadline of his call. A step function, for the
 * manager's thread.
 */
public final class Pulls implements Finder, Course.Ends {
  private static final FetchOutcome PRESENT = new FetchOutcome.Present();
  private static final long FARTHEST_NS = Long.MAX_VALUE / 4;
  private static final int SWEEPS_PER_PATIENCE = 4;

  private final Context context;
  private final Counters counters;
  private final Searches searches;
  private final Course course;
  private final Map<ObjectId, Pull> byId = new HashMap<>();
  private final TreeSet<FetchCall> calls = new TreeSet<>();
  private long sequence;
  private long sweepAtNs;

  /** Nothing is wanted. */
  public Pulls(Context context) {
    this.context = context;
    counters = context.counters();
    searches = new Searches(context, this);
    course = new Course(context, searches, this);
    sweepAtNs = context.nowNs();
  }

  /** See {@link io.tokamak.transfer.ManagerCalls#fetch}. */
  public Call fetch(
      List<ObjectId> ids,
      Priority priority,
      FetchOptions options,
      long deadlineNs,
      FetchListener listener) {
    long nowNs = context.nowNs();
    long boundNs = nowNs + Math.min(deadlineNs - nowNs, FARTHEST_NS);
    FetchCall call = new FetchCall(this, ++sequence, priority, boundNs, listener);
    calls.add(call);
    counters.add(Counter.CALLS);
    List<Pull> unknown = new ArrayList<>();
    try {
      for (int i = 0; i < ids.size() && !call.isCancelled(); i++) {
        Location hint = i < options.hints().size() ? options.hints().get(i) : null;
        fetch(ids.get(i), hint, options, call, unknown);
      }
    } finally {
      call.asked();
      course.search(unknown);
    }
    return call;
  }

  private void fetch(
      ObjectId id,
      @Nullable Location hint,
      FetchOptions options,
      FetchCall call,
      List<Pull> unknown) {
    if (context.holds(id)) {
      call.tell(id, PRESENT);
      return;
    }
    Pull pull = byId.get(id);
    boolean known = pull != null;
    if (pull == null) {
      pull = begin(id, call);
    }
    if (pull != null) {
      join(pull, known, hint, options, call, unknown);
    }
  }

  private @Nullable Pull begin(ObjectId id, FetchCall call) {
    int most = context.settings().queuedFetches();
    if (byId.size() >= most) {
      counters.add(Counter.REFUSED);
      String why =
          "%d objects are waited for already, more are refused: try again when some are here"
              .formatted(most);
      call.tell(id, new FetchOutcome.Failed(ErrorCode.QUOTA_EXCEEDED, why));
      return null;
    }
    Pull pull = new Pull(id, context.log().begin(id, true, Phase.DIRECTORY));
    byId.put(id, pull);
    counters.add(Counter.FETCHES);
    return pull;
  }

  private void join(
      Pull pull,
      boolean known,
      @Nullable Location hint,
      FetchOptions options,
      FetchCall call,
      List<Pull> unknown) {
    Wish wish = new Wish(call, pull);
    call.add(wish);
    if (pull.add(wish, options.protocol())) {
      course.hurry(pull);
    }
    Chain chain = options.chain();
    if (chain != null && hint != null && !pull.isRelayed()) {
      pull.relay(wish, chain.without(context.self()), hint);
    }
    boolean hinted = hint != null && !hint.holder().equals(context.self());
    if (hint != null && hinted && pull.sources().offer(hint)) {
      if (pull.state() == State.SEARCHING) {
        course.next(pull);
      }
    } else if (!known) {
      unknown.add(pull);
    }
  }

  @Override
  public void found(ObjectId id, List<Location> locations) {
    Pull pull = byId.get(id);
    if (pull == null) {
      return;
    }
    boolean news = false;
    for (int i = 0; i < locations.size(); i++) {
      Location location = locations.get(i);
      if (!location.holder().equals(context.self())) {
        news |= pull.sources().offer(location);
      }
    }
    if (news && pull.state() == State.SEARCHING) {
      course.next(pull);
    }
  }

  @Override
  public void unavailable(String why) {
    // the batch has noted it
  }

  /** An object was sealed here: whoever wants it has it, unless it is gone again by now. */
  public void sealed(ObjectId id) {
    Pull pull = byId.get(id);
    if (pull != null && pull.landing() == null && context.holds(id)) {
      course.end(pull, PRESENT);
    }
  }

  /** What has come of an object that may be sent on; null when there is none. */
  public @Nullable Landing relayed(ObjectId id) {
    Pull pull = byId.get(id);
    Landing landing = pull == null ? null : pull.landing();
    return landing != null && landing.isRelayed() ? landing : null;
  }

  @Override
  public void ended(Pull pull, FetchOutcome outcome) {
    forget(pull);
    if (outcome instanceof FetchOutcome.Failed) {
      counters.add(Counter.FAILED);
    }
    List<Wish> wishes = pull.takeWishes();
    for (int i = 0; i < wishes.size(); i++) {
      wishes.get(i).end(outcome);
    }
  }

  private void forget(Pull pull) {
    if (byId.remove(pull.id(), pull)) {
      counters.remove(Counter.FETCHES);
      searches.leave(pull);
    }
  }

  /** All ids of a call have ended. */
  void over(FetchCall call) {
    if (calls.remove(call)) {
      counters.remove(Counter.CALLS);
    }
  }

  /** Nobody wants what a call asked for, as far as it has not come. */
  void cancelled(FetchCall call) {
    over(call);
    for (Wish wish : call.wishes()) {
      if (wish.isOpen()) {
        wish.drop();
        leave(wish);
      }
    }
  }

  private void leave(Wish wish) {
    Pull pull = wish.pull();
    if (pull.state() != State.ENDED && pull.leave(wish)) {
      course.abandon(pull);
      forget(pull);
    }
  }

  private void expire(FetchCall call) {
    over(call);
    for (Wish wish : call.wishes()) {
      if (wish.isOpen()) {
        FetchOutcome why = Explanation.of(wish.pull());
        counters.add(Counter.FAILED);
        leave(wish);
        wish.end(why);
      }
    }
  }

  /** Does what is due. Returns how much that was. */
  public int work(long nowNs) {
    int work = 0;
    while (!calls.isEmpty() && nowNs - calls.first().deadlineNs() >= 0) {
      expire(calls.first());
      work++;
    }
    if (nowNs - sweepAtNs >= 0) {
      sweepAtNs = nowNs + context.settings().patienceNs() / SWEEPS_PER_PATIENCE;
      checkProgress(nowNs);
    }
    return work + course.work(nowNs);
  }

  /** Gives up attempts that get nowhere. */
  private void checkProgress(long nowNs) {
    List<Flight> flights = new ArrayList<>();
    byId.values().forEach(pull -> flights.addAll(pull.flights()));
    flights.forEach(flight -> flight.checkProgress(nowNs, context.settings().patienceNs()));
    course.sweep();
  }

  /** When {@link #work} has something to do at the latest; {@code elseNs} if never. */
  public long nextDeadlineNs(long nowNs, long elseNs) {
    if (searches.hasWork()) {
      return nowNs;
    }
    long next = elseNs;
    if (!calls.isEmpty() && calls.first().deadlineNs() - next < 0) {
      next = calls.first().deadlineNs();
    }
    if (!byId.isEmpty() && sweepAtNs - next < 0) {
      next = sweepAtNs;
    }
    return course.nextDeadlineNs(nowNs, next);
  }

  /** Gives up everything. */
  public void close(String why) {
    for (Pull pull : List.copyOf(byId.values())) {
      course.end(pull, new FetchOutcome.Failed(ErrorCode.DISCONNECTED, why));
    }
  }
}
