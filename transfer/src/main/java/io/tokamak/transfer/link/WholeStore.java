// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.link;

import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.RemotePointer;

/** All of it is registered, once. */
final class WholeStore implements Registrations {
  private final PlaceRegistry registry;
  private final Hold registered;
  private final Hold all;
  private final long length;

  WholeStore(PlaceRegistry registry, long length) {
    this.registry = registry;
    this.length = length;
    registered = registry.register(0, length);
    all = new Hold(registered.region(), 0, 0);
  }

  @Override
  public RemotePointer offer(MemoryRegion other) {
    return all.pointer(0, length);
  }

  @Override
  public Hold hold(long offset, long holdLength) {
    return all;
  }

  @Override
  public void release(Hold hold) {
    // it stays
  }

  @Override
  public void close() {
    registry.end(registered);
  }
}
