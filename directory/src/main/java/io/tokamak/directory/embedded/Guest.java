// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import io.tokamak.directory.Location;
import io.tokamak.directory.NodeInfo;
import io.tokamak.directory.message.DirectoryMessage;
import io.tokamak.directory.message.FoundMessage;
import io.tokamak.directory.message.HeartbeatMessage;
import io.tokamak.directory.message.Limits;
import io.tokamak.directory.message.MembersMessage;
import io.tokamak.directory.message.SearchMessage;
import io.tokamak.directory.message.UpdatedMessage;
import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.service.BadMessageException;
import io.tokamak.fabric.service.MessageWriter;
import io.tokamak.wire.ObjectId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A node that has joined this one, and what it has to be told. What it is to hear is kept as what
 * it asked, not as answers, so a node that is slow to take them costs little, and is told what is
 * so when it takes it.
 */
final class Guest implements Watches.Watcher {
  private final NodeInfo info;
  private final long session;
  private final int holder;
  private final Consumer<Guest> due;
  private long nextUpdate;
  private long heardNs;
  private @Nullable Outlet outlet;
  private final Deque<DirectoryMessage> news = new ArrayDeque<>();
  private final Deque<Question> questions = new ArrayDeque<>();
  private final Set<ObjectId> watched = new HashSet<>();
  private final SequencedSet<ObjectId> changed = new LinkedHashSet<>();
  private int unanswered;
  private boolean updatedDue;
  private boolean heartbeatDue;

  /** Objects that were asked for, and how many of them have been answered. */
  private static final class Question {
    private final SearchMessage search;
    private int answered;

    Question(SearchMessage search) {
      this.search = search;
    }

    boolean hasMore() {
      return answered < search.ids().size();
    }

    ObjectId next() {
      return search.ids().get(answered);
    }
  }

  /**
   * A new guest.
   *
   * @param session its number, which no other guest had
   * @param holder under which the table has its locations
   * @param nextUpdate number of its first change
   * @param due hears when there is something to send
   */
  Guest(NodeInfo info, long session, int holder, long nextUpdate, Consumer<Guest> due) {
    this.info = info;
    this.session = session;
    this.holder = holder;
    this.nextUpdate = nextUpdate;
    this.due = due;
  }

  NodeInfo info() {
    return info;
  }

  long session() {
    return session;
  }

  int holder() {
    return holder;
  }

  long nextUpdate() {
    return nextUpdate;
  }

  /** When it was heard last. */
  long heardNs() {
    return heardNs;
  }

  void heard(long atNs) {
    heardNs = atNs;
  }

  @Nullable Endpoint endpoint() {
    return outlet == null ? null : outlet.endpoint();
  }

  /** It speaks over this connection from now on. */
  void attach(Endpoint endpoint) {
    outlet = new Outlet(endpoint);
  }

  /** Its connection is lost, and with it all it had asked over it. */
  void detach(Watches watches) {
    outlet = null;
    watched.forEach(id -> watches.remove(id, this));
    watched.clear();
    changed.clear();
    news.clear();
    questions.clear();
    unanswered = 0;
    updatedDue = false;
    heartbeatDue = false;
  }

  /** Something to be told, in this order and before any answer. */
  void tell(DirectoryMessage message) {
    if (outlet != null) {
      news.add(message);
      due.accept(this);
      if (news.size() > Limits.NEWS) {
        outlet.endpoint().close("does not take what the directory has to tell");
      }
    }
  }

  void tellHeartbeat() {
    heartbeatDue = true;
    due.accept(this);
  }

  /**
   * Changes from it have arrived and are made.
   *
   * @throws BadMessageException when there are others before them that have not
   */
  void update(long first, int count) {
    if (first != nextUpdate) {
      throw new BadMessageException("found change %d, expected %d".formatted(first, nextUpdate));
    }
    nextUpdate += count;
    updatedDue = true;
    due.accept(this);
  }

  /**
   * It asks.
   *
   * @throws BadMessageException when it asks for more than is allowed
   */
  void ask(SearchMessage search, Watches watches) {
    unanswered += search.ids().size();
    if (search.watching()) {
      for (ObjectId id : search.ids()) {
        if (watched.add(id)) {
          watches.add(id, this);
        }
      }
    }
    if (unanswered > Limits.UNANSWERED || watched.size() > Limits.WATCHED) {
      throw new BadMessageException(
          "found %d questions and %d watched objects, expected at most %d and %d"
              .formatted(unanswered, watched.size(), Limits.UNANSWERED, Limits.WATCHED));
    }
    questions.add(new Question(search));
    due.accept(this);
  }

  void unwatch(List<ObjectId> ids, Watches watches) {
    for (ObjectId id : ids) {
      if (watched.remove(id)) {
        watches.remove(id, this);
        changed.remove(id);
      }
    }
  }

  @Override
  public void changed(ObjectId id) {
    changed.add(id);
    due.accept(this);
  }

  /** Sends what is due and can be sent. Returns how many messages. */
  int send(MessageWriter writer, Function<ObjectId, List<Location>> locations) {
    int messages = 0;
    Outlet to = outlet;
    while (to != null && to.isFree() && sendNext(to, writer, locations)) {
      messages++;
    }
    return messages;
  }

  /** Whether something is left that could not be sent yet. */
  boolean isSendDue() {
    return outlet != null
        && (!outlet.isFree()
            || !news.isEmpty()
            || updatedDue
            || heartbeatDue
            || !changed.isEmpty()
            || !questions.isEmpty());
  }

  private boolean sendNext(
      Outlet to, MessageWriter writer, Function<ObjectId, List<Location>> locations) {
    if (!news.isEmpty()) {
      sendNews(to, writer);
    } else if (updatedDue) {
      updatedDue = false;
      to.send(new UpdatedMessage(nextUpdate - 1).write(writer));
    } else if (heartbeatDue) {
      heartbeatDue = false;
      to.send(HeartbeatMessage.HEARTBEAT.write(writer));
    } else if (!questions.isEmpty()) {
      sendAnswers(to, writer, locations);
    } else if (!changed.isEmpty()) {
      sendChanged(to, writer, locations);
    } else {
      return false;
    }
    return true;
  }

  /** Members that follow each other go in one message. */
  private void sendNews(Outlet to, MessageWriter writer) {
    if (!(news.element() instanceof MembersMessage)) {
      to.send(news.remove().write(writer));
      return;
    }
    MembersMessage.begin(writer);
    while (news.peek() instanceof MembersMessage one
        && MembersMessage.add(writer, one.nodes().getFirst())) {
      news.remove();
    }
    to.send(writer.end());
  }

  private void sendAnswers(
      Outlet to, MessageWriter writer, Function<ObjectId, List<Location>> locations) {
    Question question = questions.element();
    FoundMessage.begin(writer, question.search.number());
    while (question.hasMore()
        && FoundMessage.add(writer, question.next(), locations.apply(question.next()))) {
      question.answered++;
      unanswered--;
    }
    if (!question.hasMore()) {
      questions.remove();
    }
    to.send(writer.end());
  }

  private void sendChanged(
      Outlet to, MessageWriter writer, Function<ObjectId, List<Location>> locations) {
    FoundMessage.begin(writer, 0);
    while (!changed.isEmpty()
        && FoundMessage.add(writer, changed.getFirst(), locations.apply(changed.getFirst()))) {
      changed.removeFirst();
    }
    to.send(writer.end());
  }
}
