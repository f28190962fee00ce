// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tokamak.directory.NodeInfo;
import io.tokamak.directory.message.DirectoryMessage;
import io.tokamak.directory.message.FoundMessage;
import io.tokamak.directory.message.FoundMessage.Finding;
import io.tokamak.directory.message.HeartbeatMessage;
import io.tokamak.directory.message.LeftMessage;
import io.tokamak.directory.message.Limits;
import io.tokamak.directory.message.MembersMessage;
import io.tokamak.directory.message.SearchMessage;
import io.tokamak.directory.message.UpdatedMessage;
import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.fabric.service.BadMessageException;
import io.tokamak.fabric.service.MessageWriter;
import io.tokamak.fabric.service.ServiceId;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the host tells a node, when there is room for it and when there is not. */
final class GuestTest {
  private static final NodeRef PEER = new NodeRef(2, 1);
  private static final NodeInfo INFO = new NodeInfo(PEER, "two", 0, List.of());
  private static final ObjectId X = ObjectId.named("x");
  private static final ObjectId Y = ObjectId.named("y");

  private final List<Guest> due = new ArrayList<>();
  private final Guest guest = new Guest(INFO, 1, 0, 1, due::add);
  private final Watches watches = new Watches();
  private final Line line = new Line();
  private final MessageWriter writer = new MessageWriter(ServiceId.DIRECTORY, 4096);

  /** A connection with as much room as the test says. */
  private static final class Line implements Endpoint {
    final List<DirectoryMessage> sent = new ArrayList<>();
    final List<String> closed = new ArrayList<>();
    int room = Integer.MAX_VALUE;

    @Override
    public NodeRef peer() {
      return PEER;
    }

    @Override
    public State state() {
      return closed.isEmpty() ? State.READY : State.CLOSED;
    }

    @Override
    public boolean outgoing() {
      return false;
    }

    @Override
    public boolean send(MemorySegment head, MemorySegment body) {
      if (room == 0) {
        return false;
      }
      room--;
      sent.add(DirectoryMessage.read(MemorySegment.ofArray(head.toArray(ValueLayout.JAVA_BYTE))));
      return true;
    }

    @Override
    public boolean read(MemoryRegion into, long offset, RemotePointer from, long token) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean write(MemoryRegion from, long offset, RemotePointer to, long token) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean compareAndSwap(RemotePointer word, long expected, long value, long token) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean fetchAdd(RemotePointer word, long delta, long token) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void fence() {}

    @Override
    public boolean flush(long token) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close(String why) {
      closed.add(why);
    }
  }

  private void send() {
    guest.send(writer, id -> List.of());
  }

  @Test
  void shouldTellNewsBeforeAnswers() {
    guest.attach(line);
    guest.ask(new SearchMessage(7, true, List.of(X, Y)), watches);
    guest.update(1, 3);
    guest.tellHeartbeat();
    guest.tell(new MembersMessage(List.of(INFO)));
    guest.tell(new MembersMessage(List.of(INFO)));
    guest.tell(new LeftMessage(PEER, "why"));
    send();

    List<Finding> nowhere = List.of(new Finding(X, List.of()), new Finding(Y, List.of()));
    assertThat(line.sent)
        .containsExactly(
            new MembersMessage(List.of(INFO, INFO)),
            new LeftMessage(PEER, "why"),
            new UpdatedMessage(3),
            HeartbeatMessage.HEARTBEAT,
            new FoundMessage(7, nowhere));
    assertThat(guest.isSendDue()).isFalse();
    assertThat(due).isNotEmpty().containsOnly(guest);
  }

  @Test
  void shouldTellASlowNodeLaterWhatIsSoThen() {
    guest.attach(line);
    line.room = 0;
    guest.update(1, 1);
    send();
    guest.ask(new SearchMessage(7, true, List.of(X)), watches);
    for (int i = 0; i < 1_000; i++) {
      guest.update(2 + i, 1);
      watches.changed(X);
      guest.tellHeartbeat();
      send();
    }
    assertThat(guest.isSendDue()).isTrue();

    line.room = Integer.MAX_VALUE;
    send();

    List<Finding> nowhere = List.of(new Finding(X, List.of()));
    assertThat(line.sent)
        .containsExactly(
            new UpdatedMessage(1),
            new UpdatedMessage(1_001),
            HeartbeatMessage.HEARTBEAT,
            new FoundMessage(7, nowhere),
            new FoundMessage(0, nowhere));
  }

  @Test
  void shouldSendAwayWhoDoesNotTakeItsNews() {
    guest.attach(line);
    line.room = 0;

    for (int i = 0; i < Limits.NEWS; i++) {
      guest.tell(new LeftMessage(PEER, "why"));
    }
    assertThat(line.closed).isEmpty();
    guest.tell(new LeftMessage(PEER, "why"));

    assertThat(line.closed).containsExactly("does not take what the directory has to tell");
  }

  @Test
  void shouldSendAwayWhoAsksForTooMuch() {
    guest.attach(line);
    List<ObjectId> ids = Collections.nCopies(Limits.UNANSWERED, X);
    guest.ask(new SearchMessage(1, false, ids), watches);

    assertThatExceptionOfType(BadMessageException.class)
        .isThrownBy(() -> guest.ask(new SearchMessage(2, false, List.of(X)), watches));
  }

  @Test
  void shouldRefuseAGapBetweenChanges() {
    guest.update(1, 2);
    guest.update(3, 2);

    assertThatExceptionOfType(BadMessageException.class).isThrownBy(() -> guest.update(6, 1));
    assertThat(guest.nextUpdate()).isEqualTo(5);
  }

  @Test
  void shouldForgetEverythingAskedOverAConnectionThatIsLost() {
    guest.attach(line);
    guest.ask(new SearchMessage(1, true, List.of(X, Y, X)), watches);
    guest.unwatch(List.of(X, X), watches);
    assertThat(watches.size()).isOne();
    guest.tellHeartbeat();
    guest.tell(new LeftMessage(PEER, "why"));

    guest.detach(watches);
    guest.tell(new LeftMessage(PEER, "not heard"));
    send();
    assertThat(guest.isSendDue()).isFalse();
    assertThat(watches.size()).isZero();

    guest.attach(line);
    send();
    assertThat(line.sent).isEmpty();
  }
}
