// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.Readiness;
import io.tokamak.fabric.tcp.Secret;
import io.tokamak.fabric.tcp.TcpOptions;
import io.tokamak.testkit.clock.ManualClock;
import io.tokamak.testkit.fabric.FabricWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Three nodes in one process, polled by the test's thread. */
@SuppressWarnings("ThreadPriorityCheck") // yields for the sake of the kernel
final class UcxWorld implements FabricWorld {
  private static final Secret SECRET =
      Secret.of("what all nodes of the test know".getBytes(StandardCharsets.UTF_8));

  /** The clock overflows within each test that lets time pass. */
  private final ManualClock clock = new ManualClock(Long.MAX_VALUE - 2_000_000_000);

  private final List<UcxFabric> fabrics = new ArrayList<>();
  private final @Nullable Readiness shared;

  /** On a machine with one processor the kernel moves bytes while others let it. */
  private Runnable onStep = Thread::yield;

  UcxWorld(IntFunction<UcxOptions> options) throws IOException {
    this(options, null);
  }

  private UcxWorld(IntFunction<UcxOptions> options, @Nullable Readiness shared) throws IOException {
    assumeInstalled();
    this.shared = shared;
    for (int i = 0; i < NODES; i++) {
      NodeRef self = new NodeRef(11 + i, 100 + i);
      fabrics.add(
          shared == null
              ? new UcxFabric(self, options.apply(i), clock)
              : new UcxFabric(self, options.apply(i), clock, shared));
    }
  }

  /** All nodes share what their thread waits for. */
  static UcxWorld sharing(UcxOptions options) throws IOException {
    return new UcxWorld(node -> options, new Readiness());
  }

  static void assumeInstalled() {
    UcxSupport support = UcxSupport.look();
    assumeTrue(support.isInstalled(), support.reason());
  }

  static UcxOptions options() {
    return UcxOptions.of(TcpOptions.loopback().withSecret(SECRET));
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
  public UcxFabric fabric(int node) {
    return fabrics.get(node);
  }

  /** A port that nobody may use. */
  @Override
  public FabricAddress nowhere() {
    return new FabricAddress(UcxFabric.NAME, "127.0.0.1:1");
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
    fabrics.forEach(UcxFabric::close);
    if (shared != null) {
      shared.close();
    }
  }
}
