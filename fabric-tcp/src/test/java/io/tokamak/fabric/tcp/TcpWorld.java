// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.NodeRef;
import io.tokamak.testkit.clock.ManualClock;
import io.tokamak.testkit.fabric.FabricWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Three nodes on the loopback interface, with a secret, polled by the test's thread. */
final class TcpWorld implements FabricWorld {
  static final Secret SECRET =
      Secret.of("what all nodes of the test know".getBytes(StandardCharsets.UTF_8));

  private final ManualClock clock = new ManualClock(Long.MAX_VALUE - 2_000_000_000);
  private final List<TcpFabric> fabrics = new ArrayList<>();

  TcpWorld() throws IOException {
    for (int i = 0; i < NODES; i++) {
      NodeRef self = new NodeRef(11 + i, 100 + i);
      fabrics.add(new TcpFabric(self, TcpOptions.loopback().withSecret(SECRET), clock));
    }
  }

  @Override
  public Fabric fabric(int node) {
    return fabrics.get(node);
  }

  /** A port that nobody may use. */
  @Override
  public FabricAddress nowhere() {
    return new FabricAddress(TcpFabric.NAME, "127.0.0.1:1");
  }

  @Override
  public long nowNs() {
    return clock.getAsLong();
  }

  @Override
  public void advance(long byNs) {
    clock.advanceNs(byNs);
  }

  /** The kernel does it meanwhile. */
  @Override
  public void step() {
    Thread.onSpinWait();
  }

  @Override
  public void close() {
    fabrics.forEach(TcpFabric::close);
  }
}
