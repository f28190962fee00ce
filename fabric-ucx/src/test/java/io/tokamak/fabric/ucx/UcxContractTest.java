// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.NodeRef;
import io.tokamak.testkit.fabric.FabricContract;
import io.tokamak.testkit.fabric.FabricWorld;
import java.io.IOException;
import org.junit.jupiter.api.Test;

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

  /** Of two cards one may read the word before the other has read the bytes. */
  @Test
  void shouldRelyOnFencesUnlessSeveralCardsRead() throws IOException {
    UcxOptions options = Configured.options(0);
    try (UcxFabric fabric = new UcxFabric(new NodeRef(1, 1), options, System::nanoTime)) {
      assertThat(fabric.keepsOrder()).isEqualTo(Configured.devices(0).split(",", -1).length == 1);
    }
  }
}
