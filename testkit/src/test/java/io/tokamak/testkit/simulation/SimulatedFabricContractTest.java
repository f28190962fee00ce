// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import io.tokamak.testkit.fabric.FabricContract;
import io.tokamak.testkit.fabric.FabricWorld;
import io.tokamak.testkit.seed.Seeds;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Nested;

/** The simulated fabric does what every fabric has to do, with all that its capabilities allow. */
final class SimulatedFabricContractTest {

  @Nested
  final class Weakest implements FabricContract {
    private final RandomGenerator seeds = seeds();

    @Override
    public FabricWorld world() {
      return new SimulatedWorld(seeds.nextLong(), Semantics.weakestChecked());
    }
  }

  @Nested
  final class LikeTcp implements FabricContract {
    private final RandomGenerator seeds = seeds();

    @Override
    public FabricWorld world() {
      return new SimulatedWorld(seeds.nextLong(), Semantics.tcp());
    }
  }

  @Nested
  final class LikeSharedMemory implements FabricContract {
    private final RandomGenerator seeds = seeds();

    @Override
    public FabricWorld world() {
      return new SimulatedWorld(seeds.nextLong(), Semantics.shm());
    }
  }

  @Nested
  final class WithOrderedWrites implements FabricContract {
    private final RandomGenerator seeds = seeds();

    @Override
    public FabricWorld world() {
      return new SimulatedWorld(seeds.nextLong(), Semantics.orderedWrites());
    }
  }

  private static RandomGenerator seeds() {
    return Seeds.random(Seeds.pick("contract"));
  }
}
