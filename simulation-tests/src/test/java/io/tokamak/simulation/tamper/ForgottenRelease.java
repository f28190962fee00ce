// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.tamper;

import io.tokamak.transfer.HeldObject;
import io.tokamak.transfer.LocalStore;
import io.tokamak.transfer.Place;
import io.tokamak.wire.ObjectId;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Now and then the manager forgets to release what it holds. */
final class ForgottenRelease extends StoreBetween {
  private static final int ONE_OF = 8;

  private final RandomGenerator random;

  ForgottenRelease(LocalStore right, RandomGenerator random) {
    super(right);
    this.random = random;
  }

  @Override
  public @Nullable HeldObject hold(ObjectId id) {
    HeldObject held = super.hold(id);
    return held == null || random.nextInt(ONE_OF) > 0 ? held : new Forgotten(held);
  }

  private record Forgotten(HeldObject right) implements HeldObject {
    @Override
    public ObjectId id() {
      return right.id();
    }

    @Override
    public Place place() {
      return right.place();
    }

    @Override
    public int checksum() {
      return right.checksum();
    }

    @Override
    public void release() {}
  }
}
