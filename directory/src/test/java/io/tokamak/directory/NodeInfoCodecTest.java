// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.testkit.seed.Seeds;
import io.tokamak.wire.error.ProtocolMismatchException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NodeInfoCodecTest {
  private static final NodeInfo NODE =
      new NodeInfo(
          new NodeRef(0x0102030405060708L, 9),
          "né",
          1 << 20,
          List.of(
              new FabricOffer(
                  new FabricAddress("tcp", "h:1"),
                  new RemotePointer(9, 1, 2, 0, 0x1000),
                  new RemotePointer(9, 3, 4, 64, 0x2000))));

  @Test
  void shouldPutEachFieldAtItsPlace() {
    assertThat(NodeInfoCodec.encode(NODE))
        .isEqualTo(
            HexFormat.of()
                .parseHex(
                    "08070605040302010900000000000000"
                        + "000010000000000001000000"
                        + "03006ec3a9"
                        + "0300746370"
                        + "0300683a31"
                        + "0900000000000000010000000200000000000000000000000010000000000000"
                        + "0900000000000000030000000400000040000000000000000020000000000000"));
  }

  @Test
  void shouldReadWhatItWrote() {
    NodeInfo bare = new NodeInfo(new NodeRef(-1, -1), "", 0, List.of());

    assertThat(NodeInfoCodec.decode(NodeInfoCodec.encode(NODE))).isEqualTo(NODE);
    assertThat(NodeInfoCodec.decode(NodeInfoCodec.encode(bare))).isEqualTo(bare);
  }

  @Test
  void shouldRefuseEveryOtherLength() {
    byte[] bytes = NodeInfoCodec.encode(NODE);

    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> NodeInfoCodec.decode(cut))
          .isInstanceOf(ProtocolMismatchException.class);
    }
    assertThatThrownBy(() -> NodeInfoCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(ProtocolMismatchException.class);
  }

  @Test
  void shouldRefuseToWriteWhatCannotBeRead() {
    NodeInfo many =
        new NodeInfo(NODE.ref(), "", 0, Collections.nCopies(65, NODE.offers().getFirst()));
    NodeInfo wordy = new NodeInfo(NODE.ref(), "x".repeat(65_536), 0, List.of());

    assertThatThrownBy(() -> NodeInfoCodec.encode(many)).hasMessageContaining("65 offers");
    assertThatThrownBy(() -> NodeInfoCodec.encode(wordy)).hasMessageContaining("65536 bytes");
  }

  @Test
  void shouldSurviveAnyBytes() {
    Seeds.run(
        "NodeInfoCodecTest",
        random -> {
          byte[] bytes = NodeInfoCodec.encode(NODE);
          for (int i = 0; i < 20_000; i++) {
            byte[] damaged = bytes.clone();
            for (int j = random.nextInt(1, 5); j > 0; j--) {
              damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            decodeOrRefuse(damaged);
          }
        });
  }

  private static void decodeOrRefuse(byte[] bytes) {
    try {
      assertThat(NodeInfoCodec.decode(bytes)).isNotNull();
    } catch (ProtocolMismatchException expected) {
      assertThat(expected).hasMessageContaining("node");
    }
  }
}
