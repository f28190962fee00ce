// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

import io.tokamak.wire.ObjectId;

/** A sealed object that stays where it is until it is released. */
public interface HeldObject {
  /** Its id. */
  ObjectId id();

  /** Where it lies. */
  Place place();

  /**
   * CRC32C of data and padding and metadata, computed at the first call and kept with the object.
   */
  int checksum();

  /** Lets it go. Once. */
  void release();
}
