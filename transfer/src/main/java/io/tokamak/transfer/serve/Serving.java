// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.serve;

import io.tokamak.fabric.service.BadMessageException;
import io.tokamak.transfer.HeldObject;
import io.tokamak.transfer.Protocol;
import io.tokamak.transfer.TransferRecord.Phase;
import io.tokamak.transfer.TransferRecord.State;
import io.tokamak.transfer.choice.Decision;
import io.tokamak.transfer.context.Context;
import io.tokamak.transfer.link.Hold;
import io.tokamak.transfer.link.Link;
import io.tokamak.transfer.message.Answer;
import io.tokamak.transfer.message.AnswerStatus;
import io.tokamak.transfer.message.Ask;
import io.tokamak.transfer.message.Fin;
import io.tokamak.transfer.message.TransferType;
import io.tokamak.transfer.protocol.Landing;
import io.tokamak.transfer.record.Counter;
import io.tokamak.transfer.record.Counters;
import io.tokamak.transfer.record.Trace;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.TokamakException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What other nodes have asked this one for. Each of them keeps an object in its place, so each has
 * a deadline, all end with their connection, and there is a most of them. Those that send take
 * turns, so a receiver that takes nothing holds up nobody. A step function, for the manager's
 * thread.
 */
public final class Serving {
  private static final long NS_PER_MS = 1_000_000;

  /** Who waits for an object to begin to come here has time for as many other parents. */
  private static final int WAITS = 4;

  private static final Decision AS_IT_COMES =
      new Decision(Protocol.EAGER, "eager: as it comes to the holder");

  private final Context context;
  private final Counters counters;
  private final Map<Link, Map<Long, Outgoing>> byLink = new HashMap<>();
  private final TreeSet<Outgoing> byDeadline = new TreeSet<>();
  private final Deque<Outgoing> sending = new ArrayDeque<>();
  private final Receivers receivers = new Receivers();
  private final Landings landings;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private boolean goesOn;

  /** What comes to this node and may be sent on. */
  public interface Landings {
    /** What has come of an object; null when it does not come, or may not be sent on. */
    @Nullable Landing relayed(ObjectId id);
  }

  /** Nobody has asked for anything. */
  public Serving(Context context, Landings landings) {
    this.context = context;
    this.landings = landings;
    counters = context.counters();
  }

  /** A receiver asks for an object. */
  public void asked(Link link, Ask ask) {
    counters.add(Counter.REQUESTS);
    if (byDeadline.size() + waiting.size() >= context.settings().servedTransfers()) {
      counters.add(Counter.BUSY);
      refuse(link, ask, AnswerStatus.BUSY);
      return;
    }
    if (isUnderWay(link, ask.number())) {
      throw new BadMessageException("transfer %d is under way already".formatted(ask.number()));
    }
    if (!begin(link, ask)) {
      long patienceNs =
          Math.min(ask.patienceMs() * NS_PER_MS, context.settings().patienceNs() / WAITS);
      waiting.add(new Waiting(link, ask, context.nowNs() + patienceNs));
      counters.add(Counter.WAITING);
    }
  }

  private boolean isUnderWay(Link link, long number) {
    return byLink.getOrDefault(link, Map.of()).containsKey(number)
        || waiting.stream().anyMatch(one -> one.link() == link && one.ask().number() == number);
  }

  /** Answers; false when that is too early. */
  private boolean begin(Link link, Ask ask) {
    HeldObject held;
    try {
      held = context.store().hold(ask.id());
    } catch (TokamakException unanswered) {
      counters.add(Counter.STORE_FAILURES);
      refuse(link, ask, AnswerStatus.BUSY);
      return true;
    }
    Landing landing = held == null && ask.relayed() ? landings.relayed(ask.id()) : null;
    if (held != null) {
      begin(outgoing(link, ask, new Sealed(held)));
    } else if (landing != null) {
      begin(outgoing(link, ask, new Relayed(context, landing)));
    } else if (ask.relayed()) {
      return false;
    } else {
      boolean soon = context.store().isBeingWritten(ask.id());
      refuse(link, ask, soon ? AnswerStatus.NOT_SEALED : AnswerStatus.NOT_FOUND);
    }
    return true;
  }

  private void refuse(Link link, Ask ask, AnswerStatus why) {
    Answer no =
        why == AnswerStatus.BUSY
            ? Answer.no(ask.number(), why, receivers.insteadFor(ask.id(), link.peer()))
            : Answer.no(ask.number(), why, null);
    link.post(no.write(link.letter()));
  }

  private Outgoing outgoing(Link link, Ask ask, Supply supply) {
    counters.add(Counter.PINS);
    counters.add(Counter.OUTGOING);
    long length = supply.place().length();
    String fabric = link.side().name();
    Decision decision =
        supply.isSealed() ? context.choice().holder(fabric, length, ask.wanted()) : AS_IT_COMES;
    Protocol protocol = decision.protocol() == null ? Protocol.EAGER : decision.protocol();
    Trace trace = context.log().begin(ask.id(), false, Phase.WIRE);
    trace.path(link.peer(), fabric, protocol, decision.reason());
    trace.bytes(length);
    trace.message();
    trace.source();
    long patienceNs = Math.min(ask.patienceMs() * NS_PER_MS, context.settings().leaseNs());
    long deadlineNs = context.nowNs() + patienceNs;
    return new Outgoing(link, ask, supply, protocol, context.store().data(), trace, deadlineNs);
  }

  private void begin(Outgoing outgoing) {
    outgoing.send(context.nowNs());
    if (outgoing.isSent()) {
      release(outgoing, State.DONE);
    } else {
      byLink
          .computeIfAbsent(outgoing.link(), one -> new HashMap<>())
          .put(outgoing.number(), outgoing);
      byDeadline.add(outgoing);
      takeTurns(outgoing);
    }
  }

  private void takeTurns(Outgoing outgoing) {
    if (outgoing.isSending() && !outgoing.hasTurn()) {
      outgoing.hasTurn(true);
      sending.add(outgoing);
    }
  }

  /** A receiver has room for more chunks. */
  public void credit(Link link, long number, int chunks) {
    Outgoing outgoing = find(link, number);
    if (outgoing != null) {
      outgoing.credit(chunks);
      takeTurns(outgoing);
    }
  }

  /** A receiver is through. */
  public void fin(Link link, long number, Fin.End how) {
    if (removeWaiting(one -> one.link() == link && one.ask().number() == number)) {
      return;
    }
    Outgoing outgoing = find(link, number);
    if (outgoing != null) {
      outgoing.trace().message();
      end(outgoing, how == Fin.End.DONE ? State.DONE : State.FAILED);
    }
  }

  private boolean removeWaiting(Predicate<Waiting> which) {
    int before = waiting.size();
    boolean removed = waiting.removeIf(which);
    counters.add(Counter.WAITING, waiting.size() - before);
    return removed;
  }

  private @Nullable Outgoing find(Link link, long number) {
    Outgoing outgoing = byLink.getOrDefault(link, Map.of()).get(number);
    if (outgoing == null) {
      counters.add(Counter.STRAYS);
    }
    return outgoing;
  }

  /** A connection is gone, and with it all that was asked for over it. */
  public void lost(Link link) {
    removeWaiting(one -> one.link() == link);
    Map<Long, Outgoing> ofLink = byLink.get(link);
    if (ofLink != null) {
      List.copyOf(ofLink.values()).forEach(outgoing -> end(outgoing, State.FAILED));
      byLink.remove(link);
    }
  }

  private void end(Outgoing outgoing, State state) {
    byLink.getOrDefault(outgoing.link(), Map.of()).remove(outgoing.number());
    byDeadline.remove(outgoing);
    release(outgoing, state);
  }

  private void release(Outgoing outgoing, State state) {
    outgoing.over();
    Hold registered = outgoing.registered();
    if (registered != null) {
      outgoing.link().side().registrations().release(registered);
    }
    outgoing.supply().release();
    counters.remove(Counter.PINS);
    counters.remove(Counter.OUTGOING);
    if (state == State.DONE) {
      counters.add(Counter.BYTES_OUT, outgoing.askedBytes());
      receivers.has(outgoing.supply().id(), outgoing.link().peer());
    }
    context.log().end(outgoing.trace(), state);
  }

  /** Sends what there is room for, and ends what has lasted too long. Returns how much that was. */
  public int work(long nowNs) {
    int work = beginWaiting(nowNs);
    for (int i = sending.size(); i > 0; i--) {
      work += turn(sending.remove(), nowNs);
    }
    goesOn = work > 0 && !sending.isEmpty();
    while (!byDeadline.isEmpty() && nowNs - byDeadline.first().deadlineNs() >= 0) {
      Outgoing late = byDeadline.first();
      late.link().postBare(TransferType.ENDED, late.number());
      end(late, State.FAILED);
      work++;
    }
    return work;
  }

  /** Whoever takes no answers is closed, and with it go others that wait. */
  private int beginWaiting(long nowNs) {
    int begun = 0;
    for (int i = waiting.size(); i > 0 && !waiting.isEmpty(); i--) {
      Waiting one = waiting.remove();
      boolean late = nowNs - one.deadlineNs() >= 0;
      if (late) {
        refuse(one.link(), one.ask(), AnswerStatus.NOT_SEALED);
      }
      if (late || begin(one.link(), one.ask())) {
        counters.remove(Counter.WAITING);
        begun++;
      } else {
        waiting.add(one);
      }
    }
    return begun;
  }

  private int turn(Outgoing outgoing, long nowNs) {
    outgoing.hasTurn(false);
    if (outgoing.isOver()) {
      return 0;
    }
    if (!outgoing.supply().isThere()) {
      outgoing.link().postBare(TransferType.ENDED, outgoing.number());
      end(outgoing, State.FAILED);
      return 1;
    }
    int sent = outgoing.send(nowNs);
    if (outgoing.isSent()) {
      end(outgoing, State.DONE);
    } else {
      takeTurns(outgoing);
    }
    return sent;
  }

  /** When {@link #work} has something to do at the latest; {@code elseNs} if never. */
  public long nextDeadlineNs(long nowNs, long elseNs) {
    if (goesOn || (!sending.isEmpty() && hasNews())) {
      return nowNs;
    }
    long next = elseNs;
    for (Waiting one : waiting) {
      next = one.deadlineNs() - next < 0 ? one.deadlineNs() : next;
    }
    return byDeadline.isEmpty() || byDeadline.first().deadlineNs() - next > 0
        ? next
        : byDeadline.first().deadlineNs();
  }

  private boolean hasNews() {
    for (Outgoing one : sending) {
      if (!one.isOver() && one.supply().hasNews()) {
        return true;
      }
    }
    return false;
  }

  /** Lets everything go. */
  public void close() {
    List.copyOf(byLink.keySet()).forEach(this::lost);
    removeWaiting(one -> true);
  }
}
