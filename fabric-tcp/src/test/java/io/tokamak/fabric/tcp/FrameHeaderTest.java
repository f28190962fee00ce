// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The bytes of frames. */
final class FrameHeaderTest {
  private static FrameHeader filled() {
    FrameHeader header = new FrameHeader().start(FrameType.WRITTEN);
    header.outcome(OperationStatus.DENIED).length = 0;
    header.payloadChecksum = 0x11121314;
    header.operation = 0x2122232425262728L;
    header.region = 0x31323334;
    header.generation = 0x41424344;
    header.offset = 0x5152535455565758L;
    header.argument = 0x6162636465666768L;
    header.value = 0x7172737475767778L;
    return header;
  }

  private static ByteBuffer written(FrameHeader header) {
    ByteBuffer bytes = FrameHeader.buffer(FrameHeader.LENGTH);
    header.write(bytes);
    return bytes;
  }

  private static String hex(ByteBuffer bytes) {
    byte[] array = new byte[FrameHeader.LENGTH];
    bytes.get(0, array);
    return HexFormat.of().formatHex(array);
  }

  @Test
  void shouldHaveTheseBytes() {
    assertThat(hex(written(filled())))
        .isEqualTo(
            "544b4642"
                + "010d0300"
                + "00000000"
                + "14131211"
                + "2827262524232221"
                + "34333231"
                + "44434241"
                + "5857565554535251"
                + "6867666564636261"
                + "7877767574737271"
                + "00000000"
                + "3530966d");
  }

  @Test
  void shouldReadWhatItWrote() {
    ByteBuffer bytes = written(filled());
    FrameHeader read = new FrameHeader();
    read.read(bytes, 0);

    assertThat(read.outcome()).isEqualTo(OperationStatus.DENIED);
    assertThat(hex(written(read))).isEqualTo(hex(bytes));
  }

  @Test
  void shouldNoticeEachBitThatIsWrong() {
    for (int bit = 0; bit < FrameHeader.LENGTH * 8; bit++) {
      ByteBuffer bytes = written(filled());
      bytes.put(bit / 8, (byte) (bytes.get(bit / 8) ^ 1 << bit % 8));
      assertThatThrownBy(() -> new FrameHeader().read(bytes, 0))
          .isInstanceOf(BadFrameException.class);
    }
  }

  @Test
  void shouldRefuseLengthsThatATypeCannotHave() {
    for (FrameType type : FrameType.values()) {
      for (int length : new int[] {type.minLength() - 1, type.maxLength() + 1, -1, 1 << 30}) {
        FrameHeader header = new FrameHeader().start(type);
        header.length = length;
        ByteBuffer bytes = written(header);
        assertThatThrownBy(() -> new FrameHeader().read(bytes, 0))
            .isInstanceOf(BadFrameException.class)
            .hasMessageContaining(type.toString());
      }
    }
  }

  @Test
  void shouldHaveTheBytesOfTheHandshake() {
    byte[] nonce = new byte[Hello.NONCE_LENGTH];
    IntStream.range(0, nonce.length).forEach(i -> nonce[i] = (byte) i);
    NodeRef caller = new NodeRef(6, 7);
    NodeRef called = new NodeRef(8, 9);
    UUID machine = new UUID(0x5152535455565758L, 0x6162636465666768L);
    Hello hello = new Hello(1, 2, 3, 4, true, 5, caller, called, machine, nonce);
    Hello anybody = new Hello(1, 2, 3, 4, true, 5, caller, NodeRef.ANYBODY, Hello.UNKNOWN, nonce);
    Challenge challenge = new Challenge(1, true, new NodeRef(2, 3), machine, nonce);
    String machineHex = "58575655545352516867666564636261";
    String nonceHex = HexFormat.of().formatHex(nonce);

    assertThat(HexFormat.of().formatHex(hello.encode()))
        .isEqualTo(
            "0102030401000000"
                + "0500000000000000"
                + "0600000000000000"
                + "0700000000000000"
                + "0800000000000000"
                + "0900000000000000"
                + machineHex
                + nonceHex);
    assertThat(HexFormat.of().formatHex(anybody.encode()))
        .contains("0700000000000000" + "f".repeat(32) + "0".repeat(32) + nonceHex);
    assertThat(HexFormat.of().formatHex(challenge.encode()))
        .isEqualTo(
            "0101000000000000" + "0200000000000000" + "0300000000000000" + machineHex + nonceHex);
    assertThat(Hello.decode(hello.encode()).encode()).isEqualTo(hello.encode());
    assertThat(Challenge.decode(challenge.encode()).encode()).isEqualTo(challenge.encode());
  }
}
