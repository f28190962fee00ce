// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.testkit.fabric.FabricContract;
import io.tokamak.testkit.fabric.FabricWorld;
import java.io.IOException;
import org.junit.jupiter.api.Nested;

/** Shared memory does what every fabric has to do. */
final class ShmFabricContractTest {

  @Nested
  final class EachWithItsOwnReadiness implements FabricContract {
    @Override
    public FabricWorld world() throws IOException {
      return new ShmWorld();
    }
  }

  @Nested
  final class WithOneReadinessForAll implements FabricContract {
    @Override
    public FabricWorld world() throws IOException {
      return ShmWorld.sharing();
    }
  }
}
