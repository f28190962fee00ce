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
import io.tokamak.transfer.record.Counter;
import io.tokamak.transfer.record.Counters;
import io.tokamak.transfer.record.Trace;
import io.tokamak.wire.error.TokamakException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What other nodes have asked this one for. Each of them keeps an object in its place, so each has
 * a deadline, all end with their connection, and there is a most of them. Those that send take
 * turns, so a receiver that takes nothing holds up nobody. A step function, for the manager's
 * thread.
 */
public final class Serving {
  private static final long NS_PER_MS = 1_000_000;

  private final Context context;
  private final Counters counters;
  private final Map<Link, Map<Long, Outgoing>> byLink = new HashMap<>();
  private final TreeSet<Outgoing> byDeadline = new TreeSet<>();
  private final Deque<Outgoing> sending = new ArrayDeque<>();
  private final Receivers receivers = new Receivers();
  private boolean goesOn;

  /** Nobody has asked for anything. */
  public Serving(Context context) {
    this.context = context;
    counters = context.counters();
  }

  /** A receiver asks for an object. */
  public void asked(Link link, Ask ask) {
    counters.add(Counter.REQUESTS);
    if (byDeadline.size() >= context.settings().servedTransfers()) {
      counters.add(Counter.BUSY);
      refuse(link, ask, AnswerStatus.BUSY);
      return;
    }
    Map<Long, Outgoing> ofLink = byLink.computeIfAbsent(link, one -> new HashMap<>());
    if (ofLink.containsKey(ask.number())) {
      throw new BadMessageException("transfer %d is under way already".formatted(ask.number()));
    }
    HeldObject held;
    try {
      held = context.store().hold(ask.id());
    } catch (TokamakException unanswered) {
      counters.add(Counter.STORE_FAILURES);
      refuse(link, ask, AnswerStatus.BUSY);
      return;
    }
    if (held != null) {
      begin(ofLink, outgoing(link, ask, held));
    } else {
      boolean soon = context.store().isBeingWritten(ask.id());
      refuse(link, ask, soon ? AnswerStatus.NOT_SEALED : AnswerStatus.NOT_FOUND);
    }
  }

  private void refuse(Link link, Ask ask, AnswerStatus why) {
    Answer no =
        why == AnswerStatus.BUSY
            ? Answer.no(ask.number(), why, receivers.insteadFor(ask.id(), link.peer()))
            : Answer.no(ask.number(), why, null);
    link.post(no.write(link.letter()));
  }

  private Outgoing outgoing(Link link, Ask ask, HeldObject held) {
    counters.add(Counter.PINS);
    counters.add(Counter.OUTGOING);
    long length = held.place().length();
    String fabric = link.side().name();
    Decision decision = context.choice().holder(fabric, length, ask.wanted());
    Protocol protocol = decision.protocol() == null ? Protocol.EAGER : decision.protocol();
    Trace trace = context.log().begin(ask.id(), false, Phase.WIRE);
    trace.path(link.peer(), fabric, protocol, decision.reason());
    trace.bytes(length);
    trace.message();
    trace.source();
    long patienceNs = Math.min(ask.patienceMs() * NS_PER_MS, context.settings().leaseNs());
    long deadlineNs = context.nowNs() + patienceNs;
    return new Outgoing(link, ask, held, protocol, context.store().data(), trace, deadlineNs);
  }

  private void begin(Map<Long, Outgoing> ofLink, Outgoing outgoing) {
    outgoing.send(context.nowNs());
    if (outgoing.isSent()) {
      release(outgoing, State.DONE);
    } else {
      ofLink.put(outgoing.number(), outgoing);
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
    Outgoing outgoing = find(link, number);
    if (outgoing != null) {
      outgoing.trace().message();
      end(outgoing, how == Fin.End.DONE ? State.DONE : State.FAILED);
    }
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
    outgoing.held().release();
    counters.remove(Counter.PINS);
    counters.remove(Counter.OUTGOING);
    if (state == State.DONE) {
      counters.add(Counter.BYTES_OUT, outgoing.length());
      receivers.has(outgoing.held().id(), outgoing.link().peer());
    }
    context.log().end(outgoing.trace(), state);
  }

  /** Sends what there is room for, and ends what has lasted too long. Returns how much that was. */
  public int work(long nowNs) {
    int work = 0;
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

  private int turn(Outgoing outgoing, long nowNs) {
    outgoing.hasTurn(false);
    if (outgoing.isOver()) {
      return 0;
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
    if (goesOn) {
      return nowNs;
    }
    if (byDeadline.isEmpty() || byDeadline.first().deadlineNs() - elseNs > 0) {
      return elseNs;
    }
    return byDeadline.first().deadlineNs();
  }

  /** Lets everything go. */
  public void close() {
    List.copyOf(byLink.keySet()).forEach(this::lost);
  }
}
