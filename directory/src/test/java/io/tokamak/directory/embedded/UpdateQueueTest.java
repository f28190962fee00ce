// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tokamak.directory.Location;
import io.tokamak.directory.message.DirectoryMessage;
import io.tokamak.directory.message.UpdateMessage;
import io.tokamak.directory.message.UpdateMessage.Kind;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.service.BadMessageException;
import io.tokamak.fabric.service.MessageWriter;
import io.tokamak.fabric.service.ServiceId;
import io.tokamak.wire.ObjectId;
import org.junit.jupiter.api.Test;

/** Changes, from the queue to the host's word that they are made. */
final class UpdateQueueTest {
  private static final ObjectId X = ObjectId.named("x");
  private static final Location HERE = new Location(new NodeRef(1, 1), 0, 1, 0, 0, 1);

  /** Room for two changes in a message. */
  private final UpdateQueue queue =
      new UpdateQueue(
          new MessageWriter(ServiceId.DIRECTORY, 16 + 2 * UpdateMessage.ITEM_LENGTH + 5));

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      queue.add(Kind.ADD, X, HERE);
    }
  }

  private UpdateMessage send() {
    UpdateMessage message =
        (UpdateMessage) DirectoryMessage.read(requireNonNull(queue.toSend(), "a message"));
    queue.sent();
    return message;
  }

  private void assertSends(long first, int count) {
    UpdateMessage message = send();
    assertThat(message.first()).isEqualTo(first);
    assertThat(message.changes()).hasSize(count);
  }

  @Test
  void shouldFillMessagesAndSendWhatIsLeft() {
    add(5);

    assertSends(1, 2);
    assertSends(3, 2);
    assertSends(5, 1);
    assertThat(queue.isSendDue()).isFalse();
    assertThat(queue.toSend()).isNull();
    assertThat(queue.size()).isEqualTo(5);
    add(1);
    assertSends(6, 1);
  }

  @Test
  void shouldSendAgainWhatIsNotConfirmed() {
    add(5);
    send();
    send();
    queue.made(2);
    assertThat(queue.size()).isEqualTo(3);

    queue.sendAgain();

    assertSends(3, 2);
    assertSends(5, 1);
    queue.made(5);
    assertThat(queue.size()).isZero();
    queue.sendAgain();
    assertThat(queue.isSendDue()).isFalse();
  }

  @Test
  void shouldRefuseAWordOnWhatWasNotSent() {
    add(4);
    send();

    assertThatExceptionOfType(BadMessageException.class).isThrownBy(() -> queue.made(1));
    assertThatExceptionOfType(BadMessageException.class).isThrownBy(() -> queue.made(4));
  }

  @Test
  void shouldGoOnWithItsNumbersAfterItWasCleared() {
    add(3);
    send();

    queue.clear();

    assertThat(queue.size()).isZero();
    assertThat(queue.isSendDue()).isFalse();
    assertThat(queue.made()).isEqualTo(3);
    add(1);
    assertSends(4, 1);
  }
}
