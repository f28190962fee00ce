// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.testkit.fabric.FabricContract;
import io.tokamak.testkit.fabric.FabricWorld;
import java.io.IOException;

/**
 * UCX does what every fabric has to do, over the transports and devices that properties name:
 *
 * <ul>
 *   <li>{@code tokamak.ucx.transports}, such as {@code rc_verbs,ud_verbs}; without it {@code tcp}
 *   <li>{@code tokamak.ucx.devices}, such as {@code rxe0:1;rxe1:1}: of each node in turn
 *   <li>{@code tokamak.ucx.settings}, such as {@code IB_GID_INDEX=0;RC_TIMEOUT=1s}
 * </ul>
 */
final class UcxContractTest implements FabricContract {
  @Override
  public FabricWorld world() throws IOException {
    return new UcxWorld(Configured::options);
  }
}
