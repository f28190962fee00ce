// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tokamak.memory.SystemCallException;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CpuAffinityTest {

  @Test
  void shouldBindTheCallingThreadOnly() {
    BitSet all = CpuAffinity.get();
    BitSet one = new BitSet();
    one.set(all.length() - 1);
    assertThat(inThreadOfItsOwn(() -> bindAndRead(one))).isEqualTo(one);
    assertThat(CpuAffinity.get()).isEqualTo(all);
  }

  private static BitSet bindAndRead(BitSet processors) {
    CpuAffinity.set(processors);
    return CpuAffinity.get();
  }

  private static BitSet inThreadOfItsOwn(java.util.function.Supplier<BitSet> call) {
    return CompletableFuture.supplyAsync(call, task -> Thread.ofPlatform().start(task)).join();
  }

  @Test
  void shouldKnowAsManyProcessorsAsTheJvm() {
    assertThat(CpuAffinity.get().cardinality())
        .isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void shouldRefuseProcessorsThatAreNotThere() {
    BitSet absent = new BitSet();
    absent.set(8191);
    assertThatThrownBy(() -> CpuAffinity.set(absent))
        .isInstanceOf(SystemCallException.class)
        .hasMessageContaining("{8191}")
        .hasMessageContaining(CpuAffinity.get().toString());
  }

  @Test
  void shouldRefuseVirtualThreads() throws InterruptedException {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> thrown.complete(catchThrowable(CpuAffinity::get))).join();
    assertThat(thrown.join()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldBindThreadsThatRunAlready() throws Exception {
    BitSet all = CpuAffinity.get();
    CountDownLatch bound = new CountDownLatch(1);
    CompletableFuture<BitSet> seen = new CompletableFuture<>();
    CountDownLatch runs = new CountDownLatch(1);
    Thread other =
        Thread.ofPlatform()
            .start(() -> {
              runs.countDown();
              awaitUninterruptibly(bound);
              seen.complete(CpuAffinity.get());
            });
    runs.await();
    BitSet one = new BitSet();
    one.set(all.length() - 1);
    try {
      assertThat(CpuAffinity.setForAllThreads(one)).isGreaterThan(1);
      bound.countDown();
      assertThat(seen.get()).isEqualTo(one);
    } finally {
      CpuAffinity.setForAllThreads(all);
      other.join();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
