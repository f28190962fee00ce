// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResidencyTest {

  private static final int LENGTH = 1 << 20;

  private final Arena arena = Arena.ofConfined();
  private final MappedFile file = MappedFile.anonymous("residency");

  @BeforeEach
  void reserve() {
    file.truncate(LENGTH);
    file.reserve(0, LENGTH);
  }

  @AfterEach
  void close() {
    arena.close();
    file.close();
  }

  @Test
  void shouldBringPagesInForWriting() throws IOException {
    MemorySegment mapping = file.map(arena, LENGTH, false);
    assertThat(smapsKib(mapping, "Rss:")).isZero();
    boolean populated = Residency.populateForWrite(mapping);
    assertThat(smapsKib(mapping, "Rss:")).isEqualTo(populated ? LENGTH / 1024 : 0);
  }

  @Test
  void shouldBringAPartInForReadingWidenedToPages() throws IOException {
    MemorySegment mapping = file.map(arena, LENGTH, true);
    long page = SystemMemory.pageLengthBytes();
    boolean populated = Residency.populateForRead(mapping.asSlice(page + 100, page));
    assertThat(smapsKib(mapping, "Rss:")).isEqualTo(populated ? 2 * page / 1024 : 0);
  }

  @Test
  void shouldLockMemory() throws IOException {
    MemorySegment mapping = file.map(arena, LENGTH, false);
    long page = SystemMemory.pageLengthBytes();
    Residency.lock(mapping.asSlice(0, page));
    assertThat(smapsKib(mapping, "Locked:")).isEqualTo(page / 1024);
  }

  @Test
  void shouldRefuseHeapMemory() {
    MemorySegment heap = MemorySegment.ofArray(new byte[10]);
    assertThatThrownBy(() -> Residency.lock(heap)).isInstanceOf(IllegalArgumentException.class);
  }

  /** A figure the kernel keeps for the mapping that starts at the segment's address. */
  private static long smapsKib(MemorySegment mapping, String field) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc/self/smaps"));
    String start = Long.toHexString(mapping.address()) + "-";
    int line = 0;
    while (!lines.get(line).startsWith(start)) {
      line++;
    }
    while (!lines.get(line).startsWith(field)) {
      line++;
    }
    return Long.parseLong(lines.get(line).replaceAll("\\D", ""));
  }
}
