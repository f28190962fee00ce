// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.service.BadMessageException;
import io.tokamak.fabric.service.MessageHeader;
import io.tokamak.testkit.seed.Seeds;
import io.tokamak.transfer.Protocol;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every message is these bytes, says what was put in, and bears any others. */
final class MessagesTest {
  private static final int FUZZ = 20_000;

  private static final NodeRef SELF = new NodeRef(9, 9);

  @ParameterizedTest
  @EnumSource(TransferType.class)
  void shouldBeTheseBytes(TransferType type) {
    assertThat(HexFormat.of().formatHex(Samples.of(type).toArray(ValueLayout.JAVA_BYTE)))
        .isEqualTo(Samples.golden(type));
  }

  @ParameterizedTest
  @EnumSource(TransferType.class)
  void shouldSayWhatWasPutIn(TransferType type) {
    MemorySegment message = Samples.of(type);

    assertThat(MessageHeader.service(message)).isEqualTo(2);
    assertThat(MessageHeader.type(message)).isEqualTo(type.code());
    assertThat(MessageHeader.correlation(message)).isEqualTo(Samples.NUMBER);
    assertThat(MessageHeader.length(message)).isEqualTo(message.byteSize() - MessageHeader.LENGTH);
    assertThat(read(type, message)).isEqualTo(Samples.expected(type));
  }

  private static Object read(TransferType type, MemorySegment message) {
    return switch (type) {
      case TRANSFER -> Ask.read(message);
      case DATA -> Answer.read(message);
      case CHUNK -> Chunk.offset(message);
      case CREDIT -> Credit.chunks(message);
      case FIN -> Fin.end(message);
      case PUSH -> Push.read(message);
      case BROADCAST -> Broadcast.read(message);
      case PUSHED -> Pushed.read(message, SELF);
      case DELETE -> Deletion.ids(message);
      case DELETED -> Deletion.copies(message);
      case EVENTS -> Events.read(message);
      case SCRATCH -> Scratch.asked(message);
      case SCRATCHED -> Scratch.read(message);
      case SUBSCRIBE, UNSUBSCRIBE, DROP, ENDED -> {
        Bare.read(message, type);
        yield type;
      }
    };
  }

  /** Whatever comes, it is a message or it is refused as none. */
  @ParameterizedTest
  @EnumSource(TransferType.class)
  void shouldBearAnyBytes(TransferType type) {
    RandomGenerator random = Seeds.random(Seeds.pick("messages"));
    for (int i = 0; i < FUZZ; i++) {
      byte[] bytes = Samples.of(type).toArray(ValueLayout.JAVA_BYTE);
      int changes = 1 + random.nextInt(6);
      for (int change = 0; change < changes && bytes.length > Fields.BODY; change++) {
        int at = Fields.BODY + random.nextInt(bytes.length - Fields.BODY);
        bytes[at] = (byte) (random.nextBoolean() ? 0xFF : random.nextInt());
      }
      int length =
          random.nextInt(4) == 0
              ? Fields.BODY + random.nextInt(bytes.length - Fields.BODY + 1)
              : bytes.length;
      try {
        read(type, MemorySegment.ofArray(bytes).asSlice(0, length));
      } catch (BadMessageException refused) {
        assertThat(refused).hasMessageContaining(type.name());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TransferType.class)
  void shouldRefuseEveryOtherLength(TransferType type) {
    MemorySegment whole = Samples.of(type);
    byte[] longer = new byte[(int) whole.byteSize() + 1];
    MemorySegment.copy(whole, 0, MemorySegment.ofArray(longer), 0, whole.byteSize());
    if (type != TransferType.CHUNK) {
      assertThatThrownBy(() -> read(type, MemorySegment.ofArray(longer)))
          .isInstanceOf(BadMessageException.class);
    }
    for (long length = Fields.BODY; length < whole.byteSize(); length++) {
      if (type == TransferType.CHUNK && length > Fields.BODY + Chunk.LENGTH) {
        continue;
      }
      MemorySegment cut = whole.asSlice(0, length);
      assertThatThrownBy(() -> read(type, cut)).isInstanceOf(BadMessageException.class);
    }
  }

  @Test
  void shouldKnowEveryCodeAndNoOther() {
    for (TransferType type : TransferType.values()) {
      assertThat(TransferType.of(type.code())).isEqualTo(type);
    }
    assertThatThrownBy(() -> TransferType.of(0)).isInstanceOf(BadMessageException.class);
    assertThatThrownBy(() -> TransferType.of(18)).isInstanceOf(BadMessageException.class);
    for (Protocol protocol : Protocol.values()) {
      assertThat(Protocols.of(protocol.code(), TransferType.DATA)).isEqualTo(protocol);
    }
  }

  @Test
  void shouldRefuseFiguresThatAreAbsurd() {
    MemorySegment data = Samples.of(TransferType.DATA);
    Fields.u64(data, 16, Long.MAX_VALUE);
    assertThatThrownBy(() -> Answer.read(data)).hasMessageContaining("data length");

    MemorySegment push = Samples.of(TransferType.PUSH);
    Fields.u32(push, 0, Integer.MAX_VALUE);
    assertThatThrownBy(() -> Push.read(push)).hasMessageContaining("count");

    MemorySegment ask = Samples.of(TransferType.TRANSFER);
    Fields.u16(ask, 22, 0);
    assertThatThrownBy(() -> Ask.read(ask)).hasMessageContaining("credits");
  }
}
