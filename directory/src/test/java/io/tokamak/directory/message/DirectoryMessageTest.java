// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tokamak.directory.NodeInfo;
import io.tokamak.fabric.service.BadMessageException;
import io.tokamak.fabric.service.MessageHeader;
import io.tokamak.fabric.service.MessageWriter;
import io.tokamak.fabric.service.ServiceId;
import io.tokamak.testkit.seed.Seeds;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Each message as bytes and back; and bytes that are no message. */
final class DirectoryMessageTest {
  private static final String ID = "000102030405060708090a0b0c0d0e0f10111213";
  private static final String LOCATION =
      u64(0x21) + u64(0x22) + u64(0x23) + u64(0x24) + u32(0x25) + u32(0x26) + u32(0x27);
  private static final String NODE =
      "6b00"
          + (u64(0x31) + u64(0x32) + u64(0x33) + u32(1) + "03006ec3a9")
          + ("0300746370" + "0300683a31")
          + (u64(1) + u32(2) + u32(3) + u64(4) + u64(5))
          + (u64(6) + u32(7) + u32(8) + u64(9) + u64(10));

  private final MessageWriter writer = new MessageWriter(ServiceId.DIRECTORY, 8192);

  private static String u32(int value) {
    return HexFormat.of().toHexDigits(Integer.reverseBytes(value));
  }

  private static String u64(long value) {
    return HexFormat.of().toHexDigits(Long.reverseBytes(value));
  }

  private String hex(DirectoryMessage message) {
    return HexFormat.of().formatHex(message.write(writer).toArray(ValueLayout.JAVA_BYTE));
  }

  private static String message(int type, int flags, long correlation, String body) {
    String typeAndFlags = HexFormat.of().toHexDigits((byte) type) + "%02x00".formatted(flags);
    return "01" + typeAndFlags + u32(body.length() / 2) + u64(correlation) + body;
  }

  @Test
  void shouldPutEachFieldAtItsPlace() {
    assertThat(Samples.all().stream().map(this::hex))
        .containsExactly(
            message(1, 0, 0, "0100" + "000000000000" + u64(0x11) + u64(0x12) + NODE),
            message(2, 0, 0, u64(0x13) + u64(0x14) + u64(0x15)),
            message(3, 0, 0, "0300776879"),
            message(4, 0, 0, NODE + NODE),
            message(5, 0, 0, u64(0x16) + u64(0x17) + "0300776879"),
            message(6, 0, 0, ""),
            message(7, 0, 0x18, ID + "01000000" + LOCATION + ID + "03000000" + LOCATION),
            message(8, 0, 0x19, ""),
            message(9, 1, 0x1A, ID + ID),
            message(10, 0, 0x1B, ID + "01000000" + LOCATION + ID + "00000000"),
            message(11, 0, 0, ID),
            message(12, 0, 0, ""));
  }

  @Test
  void shouldReadWhatItWrote() {
    for (DirectoryMessage message : Samples.all()) {
      assertThat(DirectoryMessage.read(message.write(writer))).isEqualTo(message);
    }
  }

  @Test
  void shouldHaveAMessageOfEachType() {
    assertThat(Samples.all().stream().map(DirectoryMessage::type))
        .containsExactly(DirectoryMessageType.values());
  }

  @Test
  void shouldRefuseEveryOtherLength() {
    for (DirectoryMessage message : Samples.all()) {
      byte[] bytes = message.write(writer).toArray(ValueLayout.JAVA_BYTE);
      for (int length = MessageHeader.LENGTH; length < bytes.length; length++) {
        readOrRefuse(MemorySegment.ofArray(Arrays.copyOf(bytes, length)));
      }
      assertBad(Arrays.copyOf(bytes, bytes.length + 1));
    }
  }

  @Test
  void shouldRefuseWhatIsNotOnThePage() {
    assertBad(message(13, 0, 0, ""));
    assertBad(message(0, 0, 0, ""));
    assertBad(message(6, 1, 0, ""));
    assertBad(message(9, 2, 1, ID));
    assertBad(message(1, 0, 0, "0200" + "000000000000" + u64(0) + u64(1) + NODE));
    assertBad(message(7, 0, 1, ID + "04000000" + LOCATION));
    assertBad(message(7, 0, 1, ID + "01000100" + LOCATION));
    assertBad(message(10, 0, 1, ID + "41000000" + LOCATION.repeat(65)));
  }

  @Test
  void shouldSurviveAnyBytes() {
    Seeds.run(
        "directory messages",
        random -> {
          for (int i = 0; i < 2_000; i++) {
            for (DirectoryMessage message : Samples.all()) {
              readOrRefuse(damaged(message, random));
            }
          }
        });
  }

  private MemorySegment damaged(DirectoryMessage message, RandomGenerator random) {
    byte[] bytes = message.write(writer).toArray(ValueLayout.JAVA_BYTE);
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    int length = random.nextInt(4) == 0 ? random.nextInt(16, bytes.length + 9) : bytes.length;
    return MemorySegment.ofArray(Arrays.copyOf(bytes, length));
  }

  private void readOrRefuse(MemorySegment bytes) {
    try {
      DirectoryMessage read = DirectoryMessage.read(bytes);
      assertThat(DirectoryMessage.read(read.write(writer))).isEqualTo(read);
    } catch (BadMessageException expected) {
      assertThat(expected).hasMessageContaining("found");
    }
  }

  private static void assertBad(String hex) {
    assertBad(HexFormat.of().parseHex(hex));
  }

  private static void assertBad(byte[] bytes) {
    assertThatExceptionOfType(BadMessageException.class)
        .isThrownBy(() -> DirectoryMessage.read(MemorySegment.ofArray(bytes)));
  }

  @Test
  void shouldFillAMessageAndNotMore() {
    MessageWriter small = new MessageWriter(ServiceId.DIRECTORY, 512);

    MembersMessage.begin(small);
    int members = 0;
    while (MembersMessage.add(small, Samples.NODE)) {
      members++;
    }
    assertThat(DirectoryMessage.read(small.end()))
        .isEqualTo(new MembersMessage(Collections.nCopies(4, Samples.NODE)));
    assertThat(members).isEqualTo(4);

    FoundMessage.begin(small, 1);
    assertThat(FoundMessage.add(small, Samples.ID, List.of(Samples.LOCATION))).isTrue();
    assertThat(FoundMessage.add(small, Samples.ID, Collections.nCopies(10, Samples.LOCATION)))
        .isFalse();
  }

  @Test
  void shouldRefuseANodeThatHasTooMuchToSay() {
    NodeInfo wordy = new NodeInfo(Samples.NODE.ref(), "x".repeat(3_100), 0, List.of());

    MembersMessage.check(Samples.NODE);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> MembersMessage.check(wordy))
        .withMessageContaining("3072");
  }
}
