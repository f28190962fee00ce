// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.pull;

import io.tokamak.transfer.FetchOutcome;
import io.tokamak.transfer.ObjectChecksum;
import io.tokamak.transfer.TransferRecord;
import io.tokamak.transfer.TransferRecord.Phase;
import io.tokamak.transfer.context.Context;
import io.tokamak.transfer.link.Link;
import io.tokamak.transfer.protocol.Failure;
import io.tokamak.transfer.protocol.Landing;
import io.tokamak.transfer.pull.Pull.State;
import io.tokamak.transfer.record.Counter;
import io.tokamak.transfer.record.Counters;
import io.tokamak.wire.error.DisconnectedException;
import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.error.ObjectExistsException;
import io.tokamak.wire.error.StoreFullException;
import io.tokamak.wire.error.StoreTimeoutException;
import io.tokamak.wire.error.TokamakException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of each wanted object, from its first source to its seal:
 *
 * <pre>
 *              sources known               its turn, memory
 *  SEARCHING ----------------> QUEUED ----------------------> FLYING ----> sealed
 *      ^  ^                      |                              |
 *      |  +--- source failed ----+------------------------------+
 *      |                         | somebody here writes this id
 *      +------ gone again ---- BLOCKED ----> sealed by others
 * </pre>
 *
 * <p>Whatever happens, {@link #next} decides where it goes from there: to the best source that may
 * be taken now, or to a timer, or to the directory. What is under way when nobody wants the object
 * any more is stopped, and what was written is given up as soon as no read reaches into it.
 *
 * <p>Objects of {@link io.tokamak.transfer.ManagerSettings#stripeBytes} and more come in pieces
 * from several sources at once; each source takes the next free piece. A source that fails gives
 * back the pieces that have not come, so what has come is never asked for twice.
 */
final class Course {
  private static final long BLOCKED_PAUSE_NS = 1_000_000;
  private static final int MOST_DOUBLINGS = 5;
  private static final int STRIPES = 4;

  private final Context context;
  private final Counters counters;
  private final Launcher launcher;
  private final Lanes lanes;
  private final Searches searches;
  private final Ends ends;
  private final Setbacks setbacks;
  private final Gate gate = new Gate(this::isConnected);
  private final Timers timers = new Timers();

  /** Hears how it ends. */
  interface Ends {
    /** Those who want it are to be told. */
    void ended(Pull pull, FetchOutcome outcome);
  }

  Course(Context context, Searches searches, Ends ends) {
    this.context = context;
    this.searches = searches;
    this.ends = ends;
    counters = context.counters();
    setbacks = new Setbacks(context);
    launcher = new Launcher(context);
    lanes = new Lanes(context);
  }

  private boolean isConnected(Pull pull) {
    Lane lane = pull.lane();
    return lane != null && context.links().ready(lane.peer()) != null;
  }

  /** Searches for these, and again after a while unless something is found: news may be lost. */
  void search(List<Pull> pulls) {
    searches.begin(pulls);
    long nowNs = context.nowNs();
    for (Pull pull : pulls) {
      if (pull.state() == State.SEARCHING && pull.sources().isEmpty()) {
        timers.set(pull, nowNs + Searches.watchNs(pull));
      }
    }
  }

  /** Where it goes from here. */
  void next(Pull pull) {
    long nowNs = context.nowNs();
    Source best = pull.sources().best(nowNs, lanes);
    if (best != null) {
      queue(pull, best);
      return;
    }
    move(pull, State.SEARCHING);
    pull.trace().enter(Phase.DIRECTORY, nowNs);
    if (pull.batch() == null) {
      searches.later(pull); // who was named by others only: the directory may know more
    }
    if (!pull.sources().isEmpty()) {
      timers.set(pull, pull.sources().nextNs());
    } else if (pull.batch() != null) {
      timers.set(pull, nowNs + Searches.pauseNs(pull));
    }
  }

  private void queue(Pull pull, Source source) {
    Lane lane = lanes.of(source.holder());
    pull.take(source, lane);
    move(pull, State.QUEUED);
    lane.add(pull, false);
    boolean connected = context.links().ready(lane.peer()) != null;
    pull.trace().enter(connected ? Phase.QUEUE : Phase.CONNECT, context.nowNs());
  }

  /** It has become more urgent. */
  void hurry(Pull pull) {
    Lane lane = pull.lane();
    if (pull.state() == State.QUEUED && lane != null) {
      lane.add(pull, true);
    }
  }

  private void move(Pull pull, State state) {
    if (pull.state() == State.QUEUED) {
      counters.remove(Counter.QUEUED);
    }
    if (state == State.QUEUED) {
      counters.add(Counter.QUEUED);
    }
    if (state != State.SEARCHING && state != State.BLOCKED) {
      timers.clear(pull);
    }
    pull.state(state);
  }

  /** When there is something to do at the latest. */
  long nextDeadlineNs(long nowNs, long elseNs) {
    List<Lane> all = lanes.all();
    for (int i = 0; i < all.size(); i++) {
      if (isReady(all.get(i), nowNs)) {
        return nowNs;
      }
    }
    return gate.nextNs(nowNs, timers.nextNs(elseNs));
  }

  private boolean isReady(Lane lane, long nowNs) {
    if (!lane.hasQueued() || lane.isConnecting()) {
      return false;
    }
    Pull first = lane.first();
    return first == null || (lane.hasRoom(Flight.bytes(first)) && gate.isOpen(first, nowNs));
  }

  /** Forgets what is not needed any more. */
  void sweep() {
    lanes.sweep();
  }

  /** Does what is due. Returns how much that was. */
  int work(long nowNs) {
    List<Pull> waiting = searches.takeWaiting();
    search(waiting);
    int work = waiting.size() + timers.due(nowNs, this::due);
    List<Lane> all = lanes.all();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).hasQueued()) {
        work += pump(all.get(i), nowNs);
      }
    }
    return work;
  }

  private void due(Pull pull) {
    boolean waits = pull.state() == State.BLOCKED || pull.state() == State.SEARCHING;
    if (!waits || isHere(pull)) {
      return;
    }
    Batch batch = pull.batch();
    boolean searching = pull.state() == State.SEARCHING && pull.sources().isEmpty();
    if (!searching) {
      next(pull);
    } else if (batch == null || batch.unavailable().isEmpty()) {
      searches.later(pull);
    } else {
      timers.set(pull, context.nowNs() + Searches.watchNs(pull));
    }
  }

  /** Lets those fly whose turn it is. */
  private int pump(Lane lane, long nowNs) {
    Link link = context.links().ready(lane.peer());
    if (link == null || !link.isReady()) {
      lanes.connect(lane, nowNs, this::unreachable);
      return 0;
    }
    int launched = 0;
    Pull pull = lane.first();
    while (pull != null && lane.hasRoom(Flight.bytes(pull)) && gate.isOpen(pull, nowNs)) {
      lane.removeFirst(pull);
      move(pull, State.FLYING);
      launch(pull, lane, link, nowNs);
      launched++;
      pull = lane.first();
    }
    for (Pull helped = lane.nextHelped(); helped != null; helped = lane.nextHelped()) {
      help(helped, lane, link);
    }
    return launched;
  }

  private void unreachable(Lane lane, String why) {
    long nowNs = context.nowNs();
    boolean there = context.directory().node(lane.peer()) != null;
    while (lane.nextHelped() != null) {
      counters.add(Counter.RETRIES);
    }
    for (Pull pull = lane.first(); pull != null; pull = lane.first()) {
      lane.removeFirst(pull);
      pull.tried("%s: %s".formatted(lane.peer(), why));
      counters.add(Counter.RETRIES);
      Source source = pull.source();
      if (source != null && there) {
        source.failed(nowNs);
      } else if (source != null) {
        pull.sources().remove(source);
      }
      next(pull);
    }
  }

  private void launch(Pull pull, Lane lane, Link link, long nowNs) {
    Source source = pull.source();
    Landing landing = source == null ? null : landing(pull, source, lane, link);
    if (source == null || landing == null) {
      return;
    }
    boolean striped = launcher.isStriped(pull, landing.length());
    if (striped) {
      callForHelp(pull, source, nowNs);
    }
    fly(pull, source, lane, link, landing, striped);
  }

  private void callForHelp(Pull pull, Source but, long nowNs) {
    for (Source other : pull.sources().othersThan(but, nowNs)) {
      lanes.of(other.holder()).help(pull);
    }
  }

  /** One more source for an object that comes from others already. */
  private void help(Pull pull, Lane lane, Link link) {
    Landing landing = pull.landing();
    Source source = pull.sources().of(lane.peer());
    boolean needed =
        pull.state() == State.FLYING
            && !pull.isRelayed()
            && landing != null
            && source != null
            && landing.hasFree()
            && landing.fits(source.place())
            && pull.flights().size() < STRIPES
            && pull.flights().stream().noneMatch(flight -> flight.source() == source);
    if (landing != null && source != null && needed) {
      fly(pull, source, lane, link, landing, true);
    }
  }

  private void fly(
      Pull pull, Source source, Lane lane, Link link, Landing landing, boolean striped) {
    Flight flight = new Flight(this, pull, source, lane, link, landing.length());
    pull.flights().add(flight);
    pull.trace().bytes(landing.length());
    lane.began(flight.bytes());
    counters.add(Counter.INCOMING);
    counters.add(Counter.FLIGHT_BYTES, flight.bytes());
    try {
      launcher.launch(flight, landing, striped);
    } catch (RuntimeException surprise) {
      flight.failed("it could not be begun: " + surprise);
      throw surprise;
    }
  }

  /** The local object, made if there is none yet; null when that is not possible now. */
  private @Nullable Landing landing(Pull pull, Source source, Lane lane, Link link) {
    Landing landing = pull.landing();
    if (landing != null && landing.fits(source.place())) {
      return landing;
    }
    dropLanding(pull);
    try {
      landing = launcher.land(pull, source.location(), link);
    } catch (ObjectExistsException taken) {
      block(pull, context.nowNs());
      return null;
    } catch (StoreFullException full) {
      pull.storeFull(full.getMessage());
      move(pull, State.QUEUED);
      lane.putBack(pull);
      gate.close(pull, context.nowNs());
      return null;
    } catch (DisconnectedException | StoreTimeoutException unanswered) {
      unanswered(pull, unanswered);
      return null;
    } catch (TokamakException never) {
      fail(pull, never.code(), "it cannot be created here: " + never.getMessage());
      return null;
    } catch (RuntimeException surprise) {
      fail(pull, ErrorCode.INVALID_REQUEST, "it cannot be created here: " + surprise);
      throw surprise;
    }
    pull.storeFull(null);
    pull.waits(0);
    pull.landing(landing);
    counters.add(Counter.LANDINGS);
    return landing;
  }

  /** The store of this node does not answer, or has ended the manager's session: a pause. */
  private void unanswered(Pull pull, TokamakException why) {
    long nowNs = context.nowNs();
    counters.add(Counter.STORE_FAILURES);
    pull.tried("the store of this node: " + why.getMessage());
    move(pull, State.SEARCHING);
    pull.trace().enter(Phase.DIRECTORY, nowNs);
    timers.set(pull, nowNs + Searches.pauseNs(pull));
    pull.waits(pull.waits() + 1);
  }

  /** Somebody here writes an object of this id, or did a moment ago. */
  private void block(Pull pull, long nowNs) {
    move(pull, State.BLOCKED);
    timers.set(pull, nowNs + (BLOCKED_PAUSE_NS << Math.min(pull.waits(), MOST_DOUBLINGS)));
    pull.waits(pull.waits() + 1);
    isHere(pull);
  }

  private boolean isHere(Pull pull) {
    boolean here = context.holds(pull.id());
    if (here) {
      end(pull, new FetchOutcome.Present());
    }
    return here;
  }

  /** An attempt has ended. */
  void landed(Flight flight, @Nullable Failure failure) {
    Pull pull = flight.pull();
    pull.flights().remove(flight);
    flight.lane().ended(flight.bytes());
    counters.remove(Counter.INCOMING);
    counters.add(Counter.FLIGHT_BYTES, -flight.bytes());
    Landing landing = pull.landing();
    if (pull.state() != State.FLYING || landing == null) {
      dropLanding(pull);
    } else if (landing.isComplete()) {
      stop(pull);
      if (pull.flights().isEmpty() && pull.state() == State.FLYING) {
        complete(pull, flight, landing);
      }
    } else {
      if (failure != null) {
        setbacks.note(flight, failure, landing);
        failIfHopeless(pull);
      }
      goOn(pull, flight, failure);
    }
  }

  private void goOn(Pull pull, Flight flight, @Nullable Failure failure) {
    if (pull.state() == State.FLYING && pull.flights().isEmpty()) {
      next(pull);
    } else if (pull.state() == State.FLYING && failure != null) {
      callForHelp(pull, flight.source(), context.nowNs());
    }
  }

  private void failIfHopeless(Pull pull) {
    String why = setbacks.hopeless(pull);
    if (why != null) {
      fail(pull, ErrorCode.PROTOCOL_MISMATCH, why);
    }
  }

  private void complete(Pull pull, Flight last, Landing landing) {
    pull.trace().enter(Phase.VERIFY, context.nowNs());
    if (landing.isToBeVerified() && !isRight(landing)) {
      pull.tried("%s: the checksum of what came is wrong".formatted(last));
      landing.restart();
      setbacks.damaged(last);
      failIfHopeless(pull);
      goOn(pull, last, null);
      return;
    }
    pull.trace().enter(Phase.PUBLISH, context.nowNs());
    try {
      landing.object().seal();
    } catch (DisconnectedException | StoreTimeoutException unanswered) {
      dropLanding(pull);
      unanswered(pull, unanswered);
      return;
    } catch (TokamakException impossible) {
      fail(pull, impossible.code(), "it cannot be sealed here: " + impossible.getMessage());
      return;
    } catch (RuntimeException surprise) {
      fail(pull, ErrorCode.INVALID_REQUEST, "it cannot be sealed here: " + surprise);
      throw surprise;
    }
    landing.over(true);
    pull.landing(null);
    counters.remove(Counter.LANDINGS);
    counters.add(Counter.ARRIVED);
    counters.add(Counter.BYTES_IN, landing.length());
    move(pull, State.ENDED);
    TransferRecord how = context.log().end(pull.trace(), TransferRecord.State.DONE);
    ends.ended(pull, new FetchOutcome.Arrived(how));
  }

  private boolean isRight(Landing landing) {
    int found =
        ObjectChecksum.of(context.store().data(), landing.object().offset(), landing.length());
    return landing.isRight(found, context.acceptance());
  }

  /** It has ended without a transfer. */
  void end(Pull pull, FetchOutcome outcome) {
    abandon(pull);
    ends.ended(pull, outcome);
  }

  private void fail(Pull pull, ErrorCode code, String why) {
    end(pull, new FetchOutcome.Failed(code, why));
  }

  /** Nobody wants it any more. */
  void abandon(Pull pull) {
    Lane lane = pull.lane();
    if (pull.state() == State.QUEUED && lane != null) {
      lane.left(pull);
    }
    move(pull, State.ENDED);
    if (pull.isUntried() && pull.flights().isEmpty()) {
      context.log().forget(pull.trace());
    } else {
      context.log().end(pull.trace(), TransferRecord.State.FAILED);
    }
    stop(pull);
    dropLanding(pull);
  }

  private static void stop(Pull pull) {
    List.copyOf(pull.flights()).forEach(Flight::stop);
  }

  private void dropLanding(Pull pull) {
    Landing landing = pull.landing();
    if (landing != null && pull.flights().isEmpty()) {
      pull.landing(null);
      counters.remove(Counter.LANDINGS);
      landing.over(false);
      landing.object().abort();
    }
  }
}
