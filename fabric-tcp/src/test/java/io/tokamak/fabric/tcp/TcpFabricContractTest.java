// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.testkit.fabric.FabricContract;
import io.tokamak.testkit.fabric.FabricWorld;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Nested;

/** TCP does what every fabric has to do. */
final class TcpFabricContractTest {

  @Nested
  final class EachWithItsOwnReadiness implements FabricContract {
    @Override
    public FabricWorld world() throws IOException {
      return new TcpWorld();
    }
  }

  @Nested
  final class WithOneReadinessForAll implements FabricContract {
    @Override
    public FabricWorld world() throws IOException {
      return TcpWorld.sharing();
    }
  }

  @Nested
  final class WithinOneMachine implements FabricContract {
    @Override
    public FabricWorld world() throws IOException {
      return new TcpWorld(node -> TcpWorld.options().withMachine(new UUID(1, 2)));
    }
  }

  @Nested
  final class OverTls implements FabricContract {
    @Override
    public FabricWorld world() throws IOException {
      return new TcpWorld(node -> TcpWorld.options().withTls(TestCertificates.OURS.node()));
    }
  }
}
