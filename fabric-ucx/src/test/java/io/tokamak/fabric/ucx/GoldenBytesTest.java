// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.testkit.seed.Seeds;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes of frames and notices: nodes of different releases meet in them. */
final class GoldenBytesTest {
  private static final Notice.WireUp WIRE_UP =
      new Notice.WireUp(1, true, 0x11121314, 0x2122232425262728L, 1 << 16 | 13, new byte[] {7, 8});
  private static final Notice.Place PLACE =
      new Notice.Place(
          0x11121314,
          0x21222324,
          OperationStatus.DONE,
          Access.WRITE,
          0x3132333435363738L,
          0x42434445464748L,
          new byte[] {9, 10});
  private static final Notice.Place STALE =
      new Notice.Place(1, 2, OperationStatus.STALE_POINTER, Access.LOCAL, 0, 0, new byte[0]);

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void shouldHaveThisHeader() {
    Frame frame = new Frame().start(FrameType.FOUND);
    frame.connection = 0x1112131415161718L;
    frame.sequence = 0x21222324;
    frame.outcome(OperationStatus.DENIED);
    frame.number = 0x3132333435363738L;
    frame.region = 0x41424344;
    frame.generation = 0x51525354;
    frame.offset = 0x6162636465666768L;
    frame.argument = 0x7172737475767778L;
    frame.value = 0x0102030405060708L;
    byte[] bytes = new byte[Frame.LENGTH];
    frame.write(MemorySegment.ofArray(bytes), 0);

    assertThat(hex(bytes))
        .isEqualTo(
            "1817161514131211"
                + "24232221"
                + "0a030000"
                + "3837363534333231"
                + "44434241"
                + "54535251"
                + "6867666564636261"
                + "7877767574737271"
                + "0807060504030201");
    Frame read = new Frame();
    read.read(MemorySegment.ofArray(bytes), 0);
    assertThat(read).usingRecursiveComparison().isEqualTo(frame);
    assertThat(read.copy()).usingRecursiveComparison().isEqualTo(frame);
    assertThat(read.what()).isEqualTo(FrameType.FOUND);
    assertThat(read.outcome()).isEqualTo(OperationStatus.DENIED);
  }

  @Test
  void shouldRefuseWhatIsNoFrame() {
    Frame frame = new Frame();
    for (byte type : new byte[] {0, 13, -1}) {
      frame.type = type;
      assertThatThrownBy(frame::what).isInstanceOf(BadFrameException.class);
    }
    for (byte status : new byte[] {-1, 7, 100}) {
      frame.status = status;
      assertThatThrownBy(frame::outcome).isInstanceOf(BadFrameException.class);
    }
  }

  @Test
  void shouldSayHowToReachTheWorker() {
    assertThat(hex(WIRE_UP.encode()))
        .isEqualTo(
            "01010100"
                + "14131211"
                + "2827262524232221"
                + "0d000100"
                + "02000000"
                + "58e6d501"
                + "00000000"
                + "0708");
    assertThat(Notice.decode(WIRE_UP.encode())).usingRecursiveComparison().isEqualTo(WIRE_UP);
  }

  @Test
  void shouldSayWhereARegionIs() {
    assertThat(hex(PLACE.encode()))
        .isEqualTo(
            "03000200"
                + "14131211"
                + "24232221"
                + "02000000"
                + "3837363534333231"
                + "4847464544434200"
                + "25043514"
                + "090a");
    assertThat(Notice.decode(PLACE.encode())).usingRecursiveComparison().isEqualTo(PLACE);
    assertThat(hex(STALE.encode()))
        .isEqualTo("03010000" + "01000000" + "02000000" + "00".repeat(20));
    assertThat(Notice.decode(STALE.encode())).usingRecursiveComparison().isEqualTo(STALE);
  }

  @Test
  void shouldTalkAboutRegions() {
    Notice.About gone = new Notice.About(Notice.About.GONE, 0x11121314, 0x21222324);

    assertThat(hex(gone.encode()))
        .isEqualTo("04000000" + "14131211" + "24232221" + "00".repeat(20));
    assertThat(Notice.decode(gone.encode())).isEqualTo(gone);
  }

  @Test
  void shouldRefuseGarbageWithAReason() {
    byte[] damaged = WIRE_UP.encode();
    damaged[32] ^= 1;
    byte[] newer = WIRE_UP.encode();
    newer[1] = 2;
    byte[] cut = Arrays.copyOf(WIRE_UP.encode(), 33);

    assertBad(damaged, "the wire-up is garbage: its checksum or its fields are wrong");
    assertBad(newer, "the peer speaks version 2 of the protocol over UCX, this node speaks 1");
    assertBad(cut, "address of a worker of 2 bytes in a notice of 33");
    assertBad(new byte[31], "a notice of 31 bytes");
    assertBad(new byte[32], "a notice of kind 0");
  }

  /** UCX would take a key that is not there for an address, and the process would end. */
  @Test
  void shouldRefuseARegionWithoutTheKeyThatItNeeds() {
    byte[] damaged = PLACE.encode();
    damaged[37] ^= 1;
    byte[] shorter = PLACE.encode();
    shorter[12] = 1;

    assertBad(place(OperationStatus.DONE, 8), "a region with a key of 0 bytes, expected some");
    assertBad(place(OperationStatus.DONE, 0, 9), "a region with a key of 1 bytes, expected none");
    assertBad(
        place(OperationStatus.STALE_POINTER, 8, 9),
        "a region with a key of 1 bytes, expected none");
    assertBad(damaged, "the key of a region is garbage: its checksum is wrong");
    assertBad(shorter, "key of 1 bytes in a notice of 38");
    assertBad(Arrays.copyOf(PLACE.encode(), 37), "key of 2 bytes in a notice of 37");
    assertBad(Arrays.copyOf(PLACE.encode(), 33), "key of 2 bytes in a notice of 33");
  }

  private static byte[] place(OperationStatus status, long length, int... key) {
    byte[] bytes = new byte[key.length];
    for (int i = 0; i < key.length; i++) {
      bytes[i] = (byte) key[i];
    }
    return new Notice.Place(1, 2, status, Access.READ, 4096, length, bytes).encode();
  }

  private static void assertBad(byte[] bytes, String complaint) {
    assertThatThrownBy(() -> Notice.decode(bytes))
        .isInstanceOf(BadFrameException.class)
        .hasMessage(complaint);
  }

  /** Anything at all is a notice or is refused, and nothing else. */
  @Test
  void shouldSurviveAnyBytes() {
    Seeds.run(
        "shouldSurviveAnyBytes",
        random -> {
          byte[][] good = {
            WIRE_UP.encode(),
            PLACE.encode(),
            STALE.encode(),
            new Notice.About((byte) 2, 1, 1).encode()
          };
          for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good[random.nextInt(good.length)].clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
              bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
              Notice.decode(Arrays.copyOf(bytes, random.nextInt(bytes.length + 8)));
            } catch (BadFrameException refused) {
              assertThat(refused).hasMessageNotContaining("null");
            }
          }
        });
  }
}
