// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.tamper;

import io.tokamak.testkit.simulation.World;
import io.tokamak.transfer.LocalStore;
import io.tokamak.transfer.NewObject;
import io.tokamak.wire.ObjectId;

/** The manager says that an object is there before it is sealed. */
final class LateSeal extends StoreBetween {
  private static final long SOON_NS = 5_000;

  private final World world;

  LateSeal(LocalStore right, World world) {
    super(right);
    this.world = world;
  }

  @Override
  public NewObject create(ObjectId id, long dataLength, int metadataLength) {
    return new Late(super.create(id, dataLength, metadataLength), world);
  }

  private record Late(NewObject right, World world) implements NewObject {
    @Override
    public ObjectId id() {
      return right.id();
    }

    @Override
    public long offset() {
      return right.offset();
    }

    @Override
    public void seal() {
      world.after(SOON_NS, right::seal);
    }

    @Override
    public void abort() {
      right.abort();
    }
  }
}
