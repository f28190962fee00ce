// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.serve;

import io.tokamak.transfer.HeldObject;
import io.tokamak.transfer.Place;
import io.tokamak.wire.ObjectId;

/** All of a sealed object. */
record Sealed(HeldObject held) implements Supply {
  @Override
  public ObjectId id() {
    return held.id();
  }

  @Override
  public Place place() {
    return held.place();
  }

  @Override
  public int checksum() {
    return held.checksum();
  }

  @Override
  public long here() {
    return held.place().length();
  }

  @Override
  public boolean hasNews() {
    return false;
  }

  @Override
  public boolean isThere() {
    return true;
  }

  @Override
  public boolean isSealed() {
    return true;
  }

  @Override
  public void release() {
    held.release();
  }
}
