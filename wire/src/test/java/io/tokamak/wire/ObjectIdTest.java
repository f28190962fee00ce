// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.wire.error.InvalidRequestException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectIdTest {
  private static final String HEX = "000102030405060708090a0b0c0d0e0f10111213";
  private static final ObjectId ID = ObjectId.fromHex(HEX);

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 19, 21, 40})
  void shouldRejectAnyOtherNumberOfBytes(int length) {
    assertThatThrownBy(() -> ObjectId.fromBytes(new byte[length]))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("20 bytes, found " + length);
  }

  @Test
  void shouldKeepTwentyBytes() {
    byte[] bytes = new byte[ObjectId.LENGTH];
    Seeds.random("ObjectIdTest").nextBytes(bytes);

    assertThat(ObjectId.fromBytes(bytes).toBytes()).isEqualTo(bytes);
  }

  @Test
  void shouldNotFollowLaterChangesOfTheArray() {
    byte[] bytes = ID.toBytes();
    ObjectId id = ObjectId.fromBytes(bytes);
    Arrays.fill(bytes, (byte) 0xff);

    assertThat(id).isEqualTo(ID);
  }

  @Test
  void shouldHoldTheBytesAsLittleEndianWords() {
    assertThat(ID.word0()).isEqualTo(0x0706050403020100L);
    assertThat(ID.word1()).isEqualTo(0x0f0e0d0c0b0a0908L);
    assertThat(ID.word2()).isEqualTo(0x13121110);
    assertThat(ObjectId.fromWords(ID.word0(), ID.word1(), ID.word2())).isEqualTo(ID);
  }

  @Test
  void shouldReadAndWriteHex() {
    assertThat(ID.toHex()).isEqualTo(HEX);
    assertThat(ID).hasToString(HEX);
    assertThat(ObjectId.fromHex(HEX.toUpperCase(Locale.ROOT))).isEqualTo(ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "000102030405060708090a0b0c0d0e0f1011121",
        "000102030405060708090a0b0c0d0e0f101112130",
        "000102030405060708090a0b0c0d0e0f1011121g",
        "0x0102030405060708090a0b0c0d0e0f10111213"
      })
  void shouldRejectWhatIsNotHex(String text) {
    assertThatThrownBy(() -> ObjectId.fromHex(text))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("hexadecimal");
  }

  @Test
  void shouldBeEqualExactlyWhenAllBytesAre() {
    assertThat(ObjectId.fromHex(HEX)).isEqualTo(ID).hasSameHashCodeAs(ID);
    for (int i = 0; i < ObjectId.LENGTH; i++) {
      byte[] bytes = ID.toBytes();
      bytes[i] ^= (byte) 0x80;
      assertThat(ObjectId.fromBytes(bytes)).as("byte %d", i).isNotEqualTo(ID);
    }
    assertThat(ID.equals(null)).isFalse();
    assertThat(ID).isNotEqualTo(HEX);
  }

  @Test
  void shouldSpreadHashCodesOfIdsThatDifferInOneByte() {
    Set<Integer> buckets = new HashSet<>();
    for (int i = 0; i < ObjectId.LENGTH; i++) {
      for (int value = 1; value < 256; value++) {
        byte[] bytes = new byte[ObjectId.LENGTH];
        bytes[i] = (byte) value;
        buckets.add(ObjectId.fromBytes(bytes).hashCode());
      }
    }
    assertThat(buckets).hasSizeGreaterThan(ObjectId.LENGTH * 255 / 4);
  }

  @Test
  void shouldOrderAsTheHexadecimalFormsDo() {
    Random random = Seeds.random("ObjectIdTest");
    List<ObjectId> ids = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[ObjectId.LENGTH];
      bytes[random.nextInt(ObjectId.LENGTH)] = (byte) random.nextInt();
      bytes[random.nextInt(ObjectId.LENGTH)] = (byte) random.nextInt();
      ids.add(ObjectId.fromBytes(bytes));
    }
    List<String> sortedHex = ids.stream().map(ObjectId::toHex).sorted().toList();

    assertThat(ids.stream().sorted().map(ObjectId::toHex)).isEqualTo(sortedHex);
  }

  @Test
  void shouldReadAndWriteAnywhereInASegment() {
    MemorySegment segment = MemorySegment.ofArray(new byte[ObjectId.LENGTH + 3]);
    ID.writeTo(segment, 3);

    assertThat(ObjectId.read(segment, 3)).isEqualTo(ID);
    assertThat(segment.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 2)).isZero();
  }

  @Test
  void shouldSurviveSerialisation() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(ID);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(ID);
    }
  }

  @Test
  void shouldDrawDifferentIdsAtRandom() {
    Set<ObjectId> ids = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      ids.add(ObjectId.random());
    }
    assertThat(ids).hasSize(10_000);
  }

  @Test
  void shouldNameByTheFirstBytesOfSha256() {
    // sha256sum of "abc", FIPS 180-4
    assertThat(ObjectId.named("abc")).hasToString("ba7816bf8f01cfea414140de5dae2223b00361a3");
    assertThat(ObjectId.named("abc")).isNotEqualTo(ObjectId.named("abd"));
  }

  @Test
  void shouldBeTheSameWhateverItsHint() {
    ObjectId noted = ObjectId.fromWords(1, 2, 3);
    noted.noteHint(77);
    ObjectId other = ObjectId.fromWords(1, 2, 3);
    assertThat(noted.hint()).isEqualTo(77);
    assertThat(other.hint()).isZero();
    assertThat(noted).isEqualTo(other).hasSameHashCodeAs(other).isEqualByComparingTo(other);
  }
}
