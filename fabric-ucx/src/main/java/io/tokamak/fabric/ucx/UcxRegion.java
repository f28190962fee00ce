// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.fabric.part.Registration;
import io.tokamak.fabric.ucx.ucp.UcpParameters;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Memory that is registered, and pinned where network cards reach it. */
final class UcxRegion implements MemoryRegion {
  private final Regions regions;
  private final Registration registration;
  private final Regions.Pin pin;

  private final UcpParameters parameters;

  /** Peers that know where it is. */
  private final List<UcxEndpoint> holders = new ArrayList<>();

  UcxRegion(Regions regions, Registration registration, Regions.Pin pin, UcpParameters parameters) {
    this.regions = regions;
    this.registration = registration;
    this.pin = pin;
    this.parameters = parameters;
  }

  /** What peers may do with it. */
  Registration registration() {
    return registration;
  }

  /** The memory it is in, as UCX has it registered. */
  Regions.Pin pin() {
    return pin;
  }

  /** For operations on this memory. */
  UcpParameters parameters() {
    return parameters;
  }

  List<UcxEndpoint> holders() {
    return holders;
  }

  boolean isOpen() {
    return registration.isOpen();
  }

  boolean belongsTo(Regions others) {
    return regions == others;
  }

  @Override
  public MemorySegment memory() {
    return registration.memory();
  }

  @Override
  public Access access() {
    return registration.access();
  }

  @Override
  public RemotePointer pointer(long offset, long length) {
    return registration.pointer(offset, length);
  }

  @Override
  public void close() {
    if (registration.close()) {
      regions.closed(this);
    }
  }
}
