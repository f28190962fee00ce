// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {

  @TempDir(factory = MemoryDirectory.class)
  Path directory;

  @Test
  void shouldBeHeldByOneOwnerAtATime() {
    Path path = directory.resolve("lock");
    LockFile lock = LockFile.tryAcquire(path).orElseThrow();
    assertThat(LockFile.tryAcquire(path)).isEmpty();
    assertThat(LockFile.ownerPid(path)).hasValue(ProcessHandle.current().pid());
    lock.close();
    assertThat(path).doesNotExist();
    LockFile.tryAcquire(path).orElseThrow().close();
  }

  @Test
  void shouldNotRemoveTheFileOfALaterOwner() {
    Path path = directory.resolve("lock");
    LockFile first = LockFile.tryAcquire(path).orElseThrow();
    first.close();
    try (LockFile second = LockFile.tryAcquire(path).orElseThrow()) {
      first.close();
      assertThat(path).exists();
      assertThat(LockFile.tryAcquire(path)).isEmpty();
    }
  }

  @Test
  void shouldBeTakenFromADeadProcessButNotFromALiveOne() throws Exception {
    Path path = directory.resolve("lock");
    try (ChildJvm child = ChildJvm.start("hold-lock", path)) {
      assertThat(child.line()).isEqualTo("held");
      assertThat(LockFile.tryAcquire(path)).isEmpty();
      assertThat(LockFile.ownerPid(path)).hasValue(child.pid());
      child.kill();
      assertThat(path).exists();
      LockFile.tryAcquire(path).orElseThrow().close();
    }
  }

  @Test
  void shouldRefuseAnotherProcess() throws Exception {
    Path path = directory.resolve("lock");
    try (LockFile lock = LockFile.tryAcquire(path).orElseThrow();
        ChildJvm child = ChildJvm.start("hold-lock", path)) {
      assertThat(child.line()).isEqualTo("refused");
    }
  }

  @Test
  void shouldNotFollowALink() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("lock"), directory.resolve("target"));
    assertThatThrownBy(() -> LockFile.tryAcquire(link)).hasMessageContaining("ELOOP");
    assertThat(directory.resolve("target")).doesNotExist();
  }

  @Test
  void shouldNotKnowAnOwnerWhereThereIsNone() throws Exception {
    assertThat(LockFile.ownerPid(directory.resolve("lock"))).isEmpty();
    Files.writeString(directory.resolve("lock"), "garbage");
    assertThat(LockFile.ownerPid(directory.resolve("lock"))).isEmpty();
  }

  /** The file is removed at each release, which must not let two in. */
  @Test
  void shouldExcludeEachOtherUnderContention() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger broken = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(4);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        threads.execute(() -> {
          contend(inside, taken, broken);
          done.countDown();
        });
      }
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(taken.get()).isGreaterThanOrEqualTo(500);
    assertThat(broken.get()).isZero();
  }

  private void contend(AtomicInteger inside, AtomicInteger taken, AtomicInteger broken) {
    while (taken.get() < 500) {
      LockFile.tryAcquire(directory.resolve("lock"))
          .ifPresent(lock -> {
            broken.addAndGet(inside.incrementAndGet() - 1);
            taken.incrementAndGet();
            inside.decrementAndGet();
            lock.close();
          });
    }
  }
}
