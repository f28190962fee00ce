// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.cluster;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.NodeRef;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;

/** A real fabric that says nothing and hears nothing as long as it fails. */
final class FailingFabric implements Fabric {
  private final Fabric real;
  private final BooleanSupplier fails;

  FailingFabric(Fabric real, BooleanSupplier fails) {
    this.real = real;
    this.fails = fails;
  }

  @Override
  public NodeRef self() {
    return real.self();
  }

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public FabricCapabilities capabilities() {
    return real.capabilities();
  }

  @Override
  public FabricAddress address() {
    return real.address();
  }

  @Override
  public MemoryRegion register(MemorySegment memory, MemoryRegion.Access access) {
    return real.register(memory, access);
  }

  @Override
  public Endpoint connect(NodeRef peer, FabricAddress where, long deadlineNs) {
    return real.connect(peer, where, deadlineNs);
  }

  @Override
  public int poll(FabricListener listener) {
    return fails.getAsBoolean() ? 0 : real.poll(listener);
  }

  @Override
  public void await(long timeoutNs) {
    real.await(timeoutNs);
  }

  @Override
  public void wakeUp() {
    real.wakeUp();
  }

  @Override
  public void close() {
    real.close();
  }
}
