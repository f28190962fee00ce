// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.Readiness;
import io.tokamak.testkit.clock.ManualClock;
import io.tokamak.testkit.fabric.FabricWorld;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SegmentAllocator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Three nodes of one process, polled by the test's thread. */
final class ShmWorld implements FabricWorld {
  /** The clock overflows within each test that lets time pass. */
  private final ManualClock clock = new ManualClock(Long.MAX_VALUE - 2_000_000_000);

  private final Path directory;
  private final List<ShmFabric> fabrics = new ArrayList<>();
  private final @Nullable Readiness shared;

  /** Each fabric watches its own sockets. */
  ShmWorld() throws IOException {
    this(null);
  }

  private ShmWorld(@Nullable Readiness shared) throws IOException {
    this.shared = shared;
    directory = Files.createTempDirectory(Path.of("/dev/shm"), "tokamak-test-");
    for (int i = 0; i < NODES; i++) {
      NodeRef self = new NodeRef(11 + i, 100 + i);
      ShmOptions options = ShmOptions.at(socket(i));
      fabrics.add(
          shared == null
              ? new ShmFabric(self, options, clock)
              : new ShmFabric(self, options, clock, shared));
    }
  }

  /** One selector for all of them. */
  static ShmWorld sharing() throws IOException {
    return new ShmWorld(new Readiness());
  }

  /** Where everybody's sockets and tables are. */
  Path directory() {
    return directory;
  }

  private Path socket(int node) {
    return directory.resolve(node + ".sock");
  }

  @Override
  public ShmFabric fabric(int node) {
    return fabrics.get(node);
  }

  @Override
  public SegmentAllocator memory(int node, Arena arena) {
    return new SharedArena(fabric(node), arena);
  }

  @Override
  public FabricAddress nowhere() {
    String here = fabric(0).address().location();
    return new FabricAddress(ShmFabric.NAME, here.replace("0.sock", "none.sock"));
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
    if (shared != null) {
      shared.poll();
    }
  }

  @Override
  public void close() {
    fabrics.forEach(ShmFabric::close);
    if (shared != null) {
      shared.close();
    }
    try {
      Files.delete(directory);
    } catch (IOException leftovers) {
      throw new AssertionError("a closed fabric has left files in " + directory, leftovers);
    }
  }
}
