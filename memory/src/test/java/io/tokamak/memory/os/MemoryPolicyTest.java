// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tokamak.memory.SystemCallException;
import io.tokamak.memory.os.MemoryPolicy.Mode;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class MemoryPolicyTest {
  private static <T> T inThreadOfItsOwn(Supplier<T> call) {
    return CompletableFuture.supplyAsync(call, task -> Thread.ofPlatform().start(task)).join();
  }

  private static int firstNode() {
    return NumaTopology.read(Path.of("/")).processors().keySet().iterator().next();
  }

  private static void requireNuma() {
    assumeTrue(
        MemoryPolicy.get().mode() != Mode.UNKNOWN, "this kernel has no NUMA, or does not tell");
  }

  @Test
  void shouldTakeMemoryWhereTheThreadRunsUnlessTold() {
    assertThat(MemoryPolicy.get().mode()).isIn(Mode.LOCAL, Mode.UNKNOWN);
  }

  @Test
  void shouldPreferANodeForTheThreadAndThoseItStarts() {
    requireNuma();
    BitSet node = new BitSet();
    node.set(firstNode());

    MemoryPolicy inherited =
        inThreadOfItsOwn(() -> {
          MemoryPolicy.prefer(firstNode());
          return inThreadOfItsOwn(MemoryPolicy::get);
        });

    assertThat(inherited).isEqualTo(new MemoryPolicy(Mode.PREFERRED, node));
    assertThat(MemoryPolicy.get().mode()).isEqualTo(Mode.LOCAL);
  }

  @Test
  void shouldTakeItBack() {
    requireNuma();
    MemoryPolicy after =
        inThreadOfItsOwn(() -> {
          MemoryPolicy.prefer(firstNode());
          MemoryPolicy.preferNothing();
          return MemoryPolicy.get();
        });

    assertThat(after).isEqualTo(new MemoryPolicy(Mode.LOCAL, new BitSet()));
  }

  @Test
  void shouldRefuseANodeThatIsNotThere() {
    requireNuma();
    assertThatThrownBy(() -> MemoryPolicy.prefer(1000))
        .isInstanceOf(SystemCallException.class)
        .hasMessageContaining("1000");
  }
}
