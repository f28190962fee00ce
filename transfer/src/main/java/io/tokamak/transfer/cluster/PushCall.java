// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.cluster;

import io.tokamak.fabric.NodeRef;
import io.tokamak.transfer.Call;
import io.tokamak.transfer.Chain;
import io.tokamak.transfer.FetchListener;
import io.tokamak.transfer.FetchOutcome;
import io.tokamak.transfer.HeldObject;
import io.tokamak.transfer.Place;
import io.tokamak.transfer.context.Alarms.Alarm;
import io.tokamak.transfer.context.Context;
import io.tokamak.transfer.link.Correspondent;
import io.tokamak.transfer.link.Letters;
import io.tokamak.transfer.link.Link;
import io.tokamak.transfer.message.Broadcast;
import io.tokamak.transfer.message.Push;
import io.tokamak.transfer.message.Pushed;
import io.tokamak.transfer.message.TransferType;
import io.tokamak.transfer.record.Counter;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.error.TokamakException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has another node fetch objects of this one. They are held until that node says how it went. */
public final class PushCall implements Call, Correspondent, Reaching.Reached {
  private static final long NS_PER_MS = 1_000_000;

  private final Context context;
  private final @Nullable ToldChain chain;
  private final long deadlineNs;
  private final FetchListener listener;
  private final Map<ObjectId, HeldObject> open = new LinkedHashMap<>();
  private final List<Long> numbers = new ArrayList<>();
  private final Alarm alarm;
  private @Nullable Link link;
  private boolean over;

  /** Says how a broadcast goes on from an object that is held here. */
  public interface ToldChain {
    /** Whom that node asks. */
    Chain of(HeldObject held);
  }

  /** Begins. What is not here fails at once. */
  public PushCall(
      Context context,
      Reaching reaching,
      List<ObjectId> ids,
      NodeRef to,
      @Nullable ToldChain chain,
      long deadlineNs,
      FetchListener listener) {
    this.chain = chain;
    this.context = context;
    this.deadlineNs = deadlineNs;
    this.listener = listener;
    context.counters().add(Counter.CALLS);
    alarm =
        context
            .alarms()
            .set(deadlineNs, () -> failAll(ErrorCode.TIMEOUT, to + " did not answer in time"));
    for (int i = 0; i < ids.size() && !over; i++) {
      hold(ids.get(i), to);
    }
    if (!over && !open.isEmpty()) {
      reaching.reach(to, deadlineNs, this);
    } else {
      end();
    }
  }

  private void hold(ObjectId id, NodeRef to) {
    HeldObject held;
    try {
      held = open.containsKey(id) ? null : context.store().hold(id);
    } catch (TokamakException unanswered) {
      context.counters().add(Counter.STORE_FAILURES);
      String why = "the store of this node does not answer: " + unanswered.getMessage();
      listener.ended(id, new FetchOutcome.Failed(unanswered.code(), why));
      return;
    }
    held(id, held, to);
  }

  private void held(ObjectId id, @Nullable HeldObject held, NodeRef to) {
    if (open.containsKey(id) || (held != null && to.equals(context.self()))) {
      if (held != null) {
        held.release();
      }
      listener.ended(id, new FetchOutcome.Present());
    } else if (held == null) {
      String why = "it is not on this node: fetch it, or push it from a node that has it";
      listener.ended(id, new FetchOutcome.Failed(ErrorCode.OBJECT_NOT_FOUND, why));
    } else {
      open.put(id, held);
      context.counters().add(Counter.PINS);
    }
  }

  @Override
  public void reached(Link newLink) {
    if (over) {
      return;
    }
    link = newLink;
    if (chain != null) {
      for (HeldObject held : List.copyOf(open.values())) {
        send(newLink, held, chain.of(held));
      }
      return;
    }
    int most = Push.most(Math.min(Letters.LENGTH, newLink.maxMessageBytes()));
    List<HeldObject> all = List.copyOf(open.values());
    for (int from = 0; from < all.size(); from += most) {
      send(newLink, all.subList(from, Math.min(all.size(), from + most)));
    }
  }

  private void send(Link to, List<HeldObject> some) {
    if (over) {
      return;
    }
    long number = to.open(this);
    numbers.add(number);
    List<ObjectId> ids = some.stream().map(HeldObject::id).toList();
    List<Place> places = some.stream().map(HeldObject::place).toList();
    to.post(new Push(number, patienceMs(), ids, places).write(to.letter()));
  }

  private void send(Link to, HeldObject held, Chain itsChain) {
    if (over) {
      return;
    }
    long number = to.open(this);
    numbers.add(number);
    Broadcast broadcast = new Broadcast(number, patienceMs(), held.id(), held.place(), itsChain);
    to.post(broadcast.write(to.letter()));
  }

  private int patienceMs() {
    return Math.clamp((deadlineNs - context.nowNs()) / NS_PER_MS, 1, Integer.MAX_VALUE);
  }

  @Override
  public void failed(String why) {
    failAll(ErrorCode.NODE_LOST, why);
  }

  @Override
  public void received(TransferType type, MemorySegment message) {
    if (type != TransferType.PUSHED) {
      throw Link.unexpected(type);
    }
    Pushed pushed = Pushed.read(message, context.self());
    if (release(pushed.id())) {
      if (open.isEmpty()) {
        end();
      }
      listener.ended(pushed.id(), pushed.outcome());
    }
  }

  @Override
  public void lost(String why) {
    failAll(ErrorCode.NODE_LOST, why);
  }

  private void failAll(ErrorCode code, String why) {
    List<ObjectId> ids = List.copyOf(open.keySet());
    boolean told = !over;
    stopThere();
    end();
    if (told) {
      ids.forEach(id -> listener.ended(id, new FetchOutcome.Failed(code, why)));
    }
  }

  private void stopThere() {
    if (link != null && link.isReady() && !over) {
      for (long number : numbers) {
        link.postBare(TransferType.UNSUBSCRIBE, number);
      }
    }
  }

  private boolean release(ObjectId id) {
    HeldObject held = open.remove(id);
    if (held != null) {
      held.release();
      context.counters().remove(Counter.PINS);
    }
    return held != null;
  }

  private void end() {
    if (!over) {
      over = true;
      alarm.cancel();
      context.counters().remove(Counter.CALLS);
      List.copyOf(open.keySet()).forEach(this::release);
      if (link != null) {
        numbers.forEach(link::close);
      }
    }
  }

  @Override
  public void cancel() {
    stopThere();
    end();
  }
}
