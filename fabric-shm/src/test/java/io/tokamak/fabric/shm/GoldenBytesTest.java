// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.NodeRef;
import io.tokamak.memory.os.FileIdentity;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes of frames and of the table: nodes of different releases meet in them. */
final class GoldenBytesTest {
  private static final NodeRef SELF = new NodeRef(0x1112131415161718L, 0x2122232425262728L);
  private static final NodeRef OTHER = new NodeRef(0x3132333435363738L, 0x4142434445464748L);

  @TempDir Path directory;

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] header(FrameType type, int length, long number) {
    byte[] bytes = new byte[FrameHeader.LENGTH];
    FrameHeader.write(MemorySegment.ofArray(bytes), type, length, number);
    return bytes;
  }

  @Test
  void shouldHaveThisHeader() {
    byte[] bytes = header(FrameType.MESSAGE, 0x010203, 0x2122232425262728L);
    FrameHeader read = new FrameHeader();
    read.read(MemorySegment.ofArray(bytes), 0);

    assertThat(hex(bytes))
        .isEqualTo("544b534d" + "01070000" + "03020100" + "00000000" + "2827262524232221");
    assertThat(read.type).isEqualTo(FrameType.MESSAGE);
    assertThat(read.length).isEqualTo(0x010203);
    assertThat(read.number).isEqualTo(0x2122232425262728L);
  }

  @Test
  void shouldRefuseWhatIsNoHeader() {
    assertBad(0, "not a frame");
    assertBad(4, "this node speaks version 1 of the protocol, found 250");
    assertBad(5, "unknown type of frame: 250");
    assertBad(10, "impossible length of a payload of MESSAGE: 16384000");
  }

  private static void assertBad(int at, String complaint) {
    byte[] bytes = header(FrameType.MESSAGE, 0, 0);
    bytes[at] = (byte) 250;
    assertThatThrownBy(() -> new FrameHeader().read(MemorySegment.ofArray(bytes), 0))
        .isInstanceOf(BadFrameException.class)
        .hasMessageContaining(complaint);
  }

  /** The reason for a refusal can be read whatever version it comes from. */
  @Test
  void shouldReadRefusalsOfAnyVersion() {
    byte[] bytes = header(FrameType.REFUSED, 17, 0);
    bytes[4] = 99;
    FrameHeader read = new FrameHeader();
    read.read(MemorySegment.ofArray(bytes), 0);

    assertThat(read.type).isEqualTo(FrameType.REFUSED);
    assertThat(read.length).isEqualTo(17);
  }

  @Test
  void shouldHaveThisHello() {
    UUID bootId = new UUID(0x5152535455565758L, 0x6162636465666768L);
    FileIdentity table = new FileIdentity(0x7172737475767778L, 0x0102030405060708L);
    Hello hello = new Hello(SELF, OTHER, bootId, table, "/a/b");
    byte[] bytes = hello.encode();

    assertThat(hex(bytes))
        .isEqualTo(
            "1817161514131211"
                + "2827262524232221"
                + "3837363534333231"
                + "4847464544434241"
                + "5857565554535251"
                + "6867666564636261"
                + "7877767574737271"
                + "0807060504030201"
                + hex("/a/b".getBytes(UTF_8)));
    assertThat(hex(Hello.decode(bytes).encode())).isEqualTo(hex(bytes));
  }

  @Test
  void shouldHaveThisTable() throws IOException {
    Path shared = Files.writeString(directory.resolve("shared"), "x");
    FileIdentity identity = FileIdentity.of(shared);
    byte[] found;
    try (OwnTable table = new OwnTable(directory.resolve("table"), SELF)) {
      table.publish(257, shared, 0x0a0b0c);
      table.regions().open(3, 0x01020304, Access.WRITE, 257, 0x4000, 0x050607);
      table.regions().open(8191, 1, Access.LOCAL, 0, 0, 0);
      table.regions().close(8191, 1);
      table.retire();
      table.regions().beginWrite(RegionSlots.ticket(6, 5));
      found = Files.readAllBytes(directory.resolve("table"));
    }
    byte[] expected = new byte[397_312];
    put(expected, 0, "544b53484d54424c" + "0100000000000000");
    put(expected, 16, "1817161514131211" + "2827262524232221" + "0100000000000000");
    put(expected, 64, "0500000007000000");
    int file = 4096 + 512;
    put(expected, file, "0101000000000000" + word(identity.device()) + word(identity.inode()));
    byte[] path = shared.toString().getBytes(UTF_8);
    put(expected, file + 24, "0c0b0a0000000000" + word(path.length) + hex(path));
    int region = 135_168 + 3 * 32;
    put(expected, region, "0300000004030201" + "0101000000000000");
    put(expected, region + 16, "0040000000000000" + "0706050000000000");
    put(expected, 135_168 + 8191 * 32, "0000000001000000");

    assertThat(Arrays.mismatch(found, expected)).isEqualTo(-1);
    assertThat(directory.resolve("table")).doesNotExist();
  }

  private static String word(long value) {
    return HexFormat.of().toHexDigits(Long.reverseBytes(value));
  }

  private static void put(byte[] target, int at, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    System.arraycopy(bytes, 0, target, at, bytes.length);
  }
}
