// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.directory.Location;
import io.tokamak.fabric.NodeRef;
import io.tokamak.testkit.seed.Seeds;
import io.tokamak.wire.ObjectId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and values in Redis. */
final class CodecTest {
  private static final NodeRef HOLDER = new NodeRef(0x0102030405060708L, -2);
  private static final Location LOCATION =
      new Location(HOLDER, 0x0102030405060708L, 0x1112131415161718L, 0x21222324, 0x31323334, -1);

  @Test
  void shouldPutEachFieldOfALocationAtItsPlace() {
    assertThat(LocationCodec.encode(LOCATION))
        .isEqualTo(
            HexFormat.of()
                .parseHex(
                    "0807060504030201"
                        + "1817161514131211"
                        + "24232221"
                        + "34333231"
                        + "ffffffff"));
    assertThat(LocationCodec.decode(HOLDER, LocationCodec.encode(LOCATION))).isEqualTo(LOCATION);
  }

  @Test
  void shouldTakeNoOtherBytesForALocation() {
    byte[] bytes = LocationCodec.encode(LOCATION);

    for (int length = 0; length < 40; length++) {
      Location decoded = LocationCodec.decode(HOLDER, Arrays.copyOf(bytes, length));
      assertThat(decoded != null).isEqualTo(length == LocationCodec.LENGTH);
    }
    bytes[7] = -1;
    assertThat(LocationCodec.decode(HOLDER, bytes)).isNull();
  }

  @Test
  void shouldNameALife() {
    assertThat(Keys.life(HOLDER)).isEqualTo("0102030405060708@fffffffffffffffe");
    assertThat(Keys.life("0102030405060708@fffffffffffffffe")).isEqualTo(HOLDER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0102030405060708@fffffffffffffff",
        "0102030405060708@ffffffffffffffff0",
        "0102030405060708:ffffffffffffffff",
        "010203040506070x@ffffffffffffffff",
        "0000000000000000@ffffffffffffffff"
      })
  void shouldTakeNothingElseForALife(String name) {
    assertThat(Keys.life(name)).isNull();
  }

  @Test
  void shouldSurviveAnyName() {
    Seeds.run(
        "CodecTest",
        random -> {
          for (int i = 0; i < 20_000; i++) {
            byte[] bytes = Keys.life(HOLDER).getBytes(StandardCharsets.ISO_8859_1);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            NodeRef ref = Keys.life(new String(bytes, StandardCharsets.ISO_8859_1));
            assertThat(ref == null || ref.node() != 0).isTrue();
          }
        });
  }

  @Test
  void shouldShardByTheFirstDigit() {
    Keys keys = Keys.of("c");

    for (int digit = 0; digit < Keys.SHARDS; digit++) {
      ObjectId id = ObjectId.fromHex(Integer.toHexString(digit) + "f".repeat(39));
      assertThat(Keys.shardOf(id)).isEqualTo(digit);
      assertThat(keys.shardOf(keys.shard(digit))).isEqualTo(digit);
    }
    assertThat(keys.shardOf(keys.members())).isEqualTo(-1);
    assertThat(keys.shardOf(keys.prefix() + "c:00")).isEqualTo(-1);
    assertThat(keys.shardOf("tokamak:d:c:0")).isEqualTo(-1);
  }
}
