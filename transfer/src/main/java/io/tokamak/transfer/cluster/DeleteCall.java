// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.cluster;

import io.tokamak.directory.Location;
import io.tokamak.fabric.NodeRef;
import io.tokamak.transfer.Call;
import io.tokamak.transfer.ManagerCalls.DeleteListener;
import io.tokamak.transfer.ManagerCalls.LocateListener;
import io.tokamak.transfer.context.Alarms.Alarm;
import io.tokamak.transfer.context.Context;
import io.tokamak.transfer.link.Correspondent;
import io.tokamak.transfer.link.Letters;
import io.tokamak.transfer.link.Link;
import io.tokamak.transfer.message.Deletion;
import io.tokamak.transfer.message.TransferType;
import io.tokamak.transfer.record.Counter;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.TokamakException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Deletes objects here and at all nodes that the directory names. */
public final class DeleteCall implements Call {
  private final Context context;
  private final Reaching reaching;
  private final long deadlineNs;
  private final DeleteListener listener;
  private final Map<NodeRef, Set<ObjectId>> holders = new LinkedHashMap<>();
  private final Set<Question> questions = new LinkedHashSet<>();
  private final List<String> failures = new ArrayList<>();
  private final Call search;
  private final Alarm alarm;
  private int copies;
  private boolean over;

  /** One message to one node. */
  private final class Question implements Correspondent {
    private final Link link;
    private final long number;

    Question(Link link) {
      this.link = link;
      number = link.open(this);
    }

    @Override
    public void received(TransferType type, MemorySegment message) {
      if (type != TransferType.DELETED) {
        throw Link.unexpected(type);
      }
      copies += Deletion.copies(message);
      if (Deletion.hasFailed(message)) {
        failures.add(link.peer() + ": its store did not answer");
      }
      link.close(number);
      answered(this);
    }

    @Override
    public void lost(String why) {
      failures.add("%s: %s".formatted(link.peer(), why));
      answered(this);
    }
  }

  /** Begins: what is here goes at once. */
  public DeleteCall(
      Context context,
      Reaching reaching,
      List<ObjectId> ids,
      long deadlineNs,
      DeleteListener listener) {
    this.context = context;
    this.reaching = reaching;
    this.deadlineNs = deadlineNs;
    this.listener = listener;
    context.counters().add(Counter.CALLS);
    copies = deleteHere(ids);
    alarm = context.alarms().set(deadlineNs, this::late);
    search = LocateCall.begin(context, ids, deadlineNs, new Holders());
  }

  private int deleteHere(List<ObjectId> ids) {
    try {
      return context.store().delete(ids);
    } catch (TokamakException unanswered) {
      context.counters().add(Counter.STORE_FAILURES);
      failures.add(
          "%s: its store did not answer: %s".formatted(context.self(), unanswered.getMessage()));
      return 0;
    }
  }

  private final class Holders implements LocateListener {
    @Override
    public void located(ObjectId id, List<Location> locations) {
      for (Location location : locations) {
        if (!location.holder().equals(context.self())) {
          holders.computeIfAbsent(location.holder(), node -> new LinkedHashSet<>()).add(id);
        }
      }
    }

    @Override
    public void done() {
      List.copyOf(holders.keySet()).forEach(DeleteCall.this::ask);
      endIfAnswered();
    }

    @Override
    public void failed(String why) {
      failures.add(why);
      endIfAnswered();
    }
  }

  private void ask(NodeRef node) {
    reaching.reach(
        node,
        deadlineNs,
        new Reaching.Reached() {
          @Override
          public void reached(Link link) {
            DeleteCall.this.reached(node, link);
          }

          @Override
          public void failed(String why) {
            failures.add("%s: %s".formatted(node, why));
            holders.remove(node);
            endIfAnswered();
          }
        });
  }

  private void reached(NodeRef node, Link link) {
    Set<ObjectId> ids = holders.remove(node);
    if (over || ids == null) {
      return;
    }
    List<ObjectId> all = List.copyOf(ids);
    int most = Deletion.most(Math.min(Letters.LENGTH, link.maxMessageBytes()));
    for (int from = 0; from < all.size(); from += most) {
      Question question = new Question(link);
      questions.add(question);
      List<ObjectId> some = all.subList(from, Math.min(all.size(), from + most));
      link.post(Deletion.write(link.letter(), question.number, some));
    }
  }

  private void answered(Question question) {
    questions.remove(question);
    endIfAnswered();
  }

  private void endIfAnswered() {
    if (questions.isEmpty() && holders.isEmpty() && end()) {
      listener.done(copies, failures);
    }
  }

  private void late() {
    questions.forEach(one -> failures.add(one.link.peer() + ": no answer by the deadline"));
    holders.keySet().forEach(node -> failures.add(node + ": not reached by the deadline"));
    if (questions.isEmpty() && holders.isEmpty()) {
      failures.add("the directory has not answered in time");
    }
    if (end()) {
      listener.done(copies, failures);
    }
  }

  private boolean end() {
    if (over) {
      return false;
    }
    over = true;
    alarm.cancel();
    search.cancel();
    questions.forEach(question -> question.link.close(question.number));
    context.counters().remove(Counter.CALLS);
    return true;
  }

  @Override
  public void cancel() {
    end();
  }
}
