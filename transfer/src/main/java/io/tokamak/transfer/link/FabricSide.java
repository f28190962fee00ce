// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.link;

import io.tokamak.directory.FabricOffer;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.transfer.LocalStore;
import io.tokamak.transfer.Registration;
import io.tokamak.transfer.record.Counter;
import io.tokamak.transfer.record.Counters;

/** One fabric, with the memory of this node that is registered there. */
public final class FabricSide {
  private static final int REGIONS_AT_START = 2;

  private final Counters counters;
  private final String name;
  private final FabricCapabilities capabilities;
  private final int rank;
  private final MemoryRegion table;
  private final ScratchWords scratch;
  private final Registrations registrations;
  private final FabricOffer offer;

  /**
   * Registers what is registered at the start.
   *
   * @param rank 0 for the best fabric
   */
  public FabricSide(
      Fabric fabric, int rank, LocalStore store, Registration policy, Counters counters) {
    this.counters = counters;
    this.rank = rank;
    name = fabric.name();
    capabilities = fabric.capabilities();
    table = fabric.register(store.table(), MemoryRegion.Access.READ);
    scratch = new ScratchWords(fabric, counters);
    counters.add(Counter.REGISTRATIONS, REGIONS_AT_START);
    counters.add(Counter.REGIONS, REGIONS_AT_START);
    PlaceRegistry registry = new PlaceRegistry(fabric, store.data(), counters);
    registrations =
        switch (policy) {
          case WHOLE_STORE -> new WholeStore(registry, store.data().byteSize());
          case CACHED -> new CachedPlaces(registry);
          case PER_TRANSFER -> new PerTransfer(registry);
        };
    offer = new FabricOffer(fabric.address(), registrations.offer(table), wholeTable(store));
  }

  private RemotePointer wholeTable(LocalStore store) {
    return table.pointer(0, store.table().byteSize());
  }

  /** What addresses call it. */
  public String name() {
    return name;
  }

  /** What may be assumed of it. */
  public FabricCapabilities capabilities() {
    return capabilities;
  }

  /** 0 for the best fabric. */
  public int rank() {
    return rank;
  }

  /** What other nodes are told of it. */
  public FabricOffer offer() {
    return offer;
  }

  /** The data area. */
  public Registrations registrations() {
    return registrations;
  }

  /** Words to read control words into. */
  public ScratchWords scratch() {
    return scratch;
  }

  /** Ends all registrations. */
  public void close() {
    registrations.close();
    table.close();
    scratch.region().close();
    counters.add(Counter.REGIONS, -REGIONS_AT_START);
  }
}
