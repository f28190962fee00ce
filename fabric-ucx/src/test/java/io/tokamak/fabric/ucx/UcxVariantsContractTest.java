// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.testkit.fabric.FabricContract;
import io.tokamak.testkit.fabric.FabricWorld;
import java.io.IOException;
import org.junit.jupiter.api.Nested;

/** UCX does what every fabric has to do, whatever it goes over and whoever moves the bytes. */
final class UcxVariantsContractTest {

  /** As network cards would: UCX reads, writes and adds, over transports that every machine has. */
  @Nested
  final class DirectOverTcp implements FabricContract {
    @Override
    public FabricWorld world() throws IOException {
      return new UcxWorld(node -> direct("tcp"));
    }
  }

  @Nested
  final class DirectOverSharedMemory implements FabricContract {
    @Override
    public FabricWorld world() throws IOException {
      return new UcxWorld(node -> direct("shm"));
    }
  }

  @Nested
  final class ServedOverSharedMemory implements FabricContract {
    @Override
    public FabricWorld world() throws IOException {
      return UcxWorld.sharing(UcxWorld.options().withTransports("shm"));
    }
  }

  private static UcxOptions direct(String transports) {
    return UcxWorld.options().withTransports(transports).withMoves(UcxOptions.Moves.DIRECT);
  }
}
