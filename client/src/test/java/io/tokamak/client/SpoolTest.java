// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpoolTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        Spool.MEMORY_LENGTH - 1,
        Spool.MEMORY_LENGTH,
        Spool.MEMORY_LENGTH + 1,
        Spool.MEMORY_LENGTH + 100_000
      })
  void shouldGiveBackWhatItCollected(int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    try (Spool spool = Spool.of(new ByteArrayInputStream(bytes))) {
      assertThat(spool.length()).isEqualTo(length);
      byte[] copy = new byte[length];
      MemorySegment target = MemorySegment.ofBuffer(ByteBuffer.allocateDirect(length));
      spool.copyTo(target);
      MemorySegment.copy(target, 0, MemorySegment.ofArray(copy), 0, length);
      assertThat(copy).isEqualTo(bytes);
    }
  }
}
