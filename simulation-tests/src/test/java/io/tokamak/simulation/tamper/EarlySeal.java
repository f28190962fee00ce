// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.tamper;

import io.tokamak.testkit.simulation.World;
import io.tokamak.transfer.LocalStore;
import io.tokamak.transfer.NewObject;
import io.tokamak.wire.ObjectId;

/** What the manager creates is sealed at some moment, whether all bytes are there or not. */
final class EarlySeal extends StoreBetween {
  private static final long SOON_NS = 50_000;

  private final World world;

  EarlySeal(LocalStore right, World world) {
    super(right);
    this.world = world;
  }

  @Override
  public NewObject create(ObjectId id, long dataLength, int metadataLength) {
    Impatient created = new Impatient(super.create(id, dataLength, metadataLength));
    world.after(world.random().nextLong(SOON_NS), created::seal);
    return created;
  }

  private static final class Impatient implements NewObject {
    private final NewObject right;
    private boolean over;

    Impatient(NewObject right) {
      this.right = right;
    }

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
      if (!over) {
        over = true;
        right.seal();
      }
    }

    @Override
    public void abort() {
      if (!over) {
        over = true;
        right.abort();
      }
    }
  }
}
