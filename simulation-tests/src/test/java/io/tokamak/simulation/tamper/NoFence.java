// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.tamper;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.Fabric;

/** What was issued before may be placed after what follows. */
final class NoFence extends Between {
  @Override
  public Fabric fabric(Fabric right) {
    return new FabricBetween(right, Unfenced::new);
  }

  private static final class Unfenced extends EndpointBetween {
    Unfenced(Endpoint right) {
      super(right);
    }

    @Override
    public void fence() {}
  }
}
