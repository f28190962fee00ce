// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import static java.util.Objects.requireNonNull;

import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.Readiness;
import io.tokamak.testkit.clock.ManualClock;
import io.tokamak.testkit.fabric.FabricWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Three nodes on the loopback interface, polled by the test's thread. */
final class TcpWorld implements FabricWorld {
  static final Secret SECRET = secret("what all nodes of the test know");

  /** The clock overflows within each test that lets time pass. */
  private final ManualClock clock = new ManualClock(Long.MAX_VALUE - 2_000_000_000);

  private final List<TcpFabric> fabrics = new ArrayList<>();
  private final @Nullable Readiness shared;
  private Runnable onStep = Thread::onSpinWait;

  TcpWorld() throws IOException {
    this(node -> options());
  }

  TcpWorld(IntFunction<TcpOptions> options) throws IOException {
    this(options, null);
  }

  private TcpWorld(IntFunction<TcpOptions> options, @Nullable Readiness shared) throws IOException {
    this.shared = shared;
    for (int i = 0; i < NODES; i++) {
      NodeRef self = new NodeRef(11 + i, 100 + i);
      fabrics.add(
          shared == null
              ? new TcpFabric(self, options.apply(i), clock)
              : new TcpFabric(self, options.apply(i), clock, shared));
    }
  }

  /** All nodes share what their thread waits for. */
  static TcpWorld sharing() throws IOException {
    return new TcpWorld(node -> options(), new Readiness());
  }

  static TcpOptions options() {
    return TcpOptions.loopback().withSecret(SECRET);
  }

  static Secret secret(String text) {
    return Secret.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Of a world whose nodes share it. */
  Readiness readiness() {
    return requireNonNull(shared, "each has its own");
  }

  /** What else goes on between polls. */
  void onStep(Runnable action) {
    onStep = action;
  }

  @Override
  public TcpFabric fabric(int node) {
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

  @Override
  public void step() {
    onStep.run();
    if (shared != null) {
      shared.poll();
    }
  }

  @Override
  public void close() {
    fabrics.forEach(TcpFabric::close);
    if (shared != null) {
      shared.close();
    }
  }
}
