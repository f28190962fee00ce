// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.testkit.fabric.FabricContract;
import io.tokamak.testkit.fabric.FabricWorld;
import java.io.IOException;

/** TCP does what every fabric has to do. */
final class TcpFabricContractTest implements FabricContract {
  @Override
  public FabricWorld world() throws IOException {
    return new TcpWorld();
  }
}
