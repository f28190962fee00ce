// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FutexTest {

  private static final long MILLISECOND_NS = 1_000_000;

  @TempDir(factory = MemoryDirectory.class)
  Path directory;

  private final Arena arena = Arena.ofShared();

  @AfterEach
  void close() {
    arena.close();
  }

  @Test
  void shouldNotSleepWhenTheWordHasChanged() {
    MemorySegment word = arena.allocate(JAVA_INT);
    word.set(JAVA_INT, 0, 5);
    assertThat(Futex.waitOn(word, 0, 4, Long.MAX_VALUE)).isEqualTo(Futex.Outcome.CHANGED);
  }

  @Test
  void shouldTimeOut() {
    MemorySegment word = arena.allocate(JAVA_INT);
    assertThat(Futex.waitOn(word, 0, 0, MILLISECOND_NS)).isEqualTo(Futex.Outcome.TIMED_OUT);
    assertThat(Futex.waitOn(word, 0, 0, 0)).isEqualTo(Futex.Outcome.TIMED_OUT);
  }

  @Test
  void shouldWakeNobodyWhereNobodySleeps() {
    assertThat(Futex.wake(arena.allocate(JAVA_INT), 0, 1)).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldWakeAnotherProcess(boolean mappedReadOnlyThere) throws Exception {
    Path path = directory.resolve("words");
    try (MappedFile file = MappedFile.create(path)) {
      file.truncate(4096);
      file.reserve(0, 4096);
      MemorySegment words = file.map(arena, 4096, false);
      try (ChildJvm child = ChildJvm.start("futex-wait", path, mappedReadOnlyThere)) {
        assertThat(child.line()).isEqualTo("ready");
        // The word stays as it is: only a wake can end that sleep.
        await().atMost(Duration.ofSeconds(30)).until(() -> Futex.wake(words, 64, 1) == 1);
        assertThat(child.line()).isEqualTo("WOKEN");
      }
    }
  }

  @Test
  void shouldRefuseWordsThatAreNotWords() {
    MemorySegment words = arena.allocate(64, 4);
    assertThatThrownBy(() -> Futex.wake(words, 2, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Futex.wake(words, 64, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    MemorySegment heap = MemorySegment.ofArray(new int[16]);
    assertThatThrownBy(() -> Futex.wake(heap, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Futex.waitOn(words, 0, 0, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
