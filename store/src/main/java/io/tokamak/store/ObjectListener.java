// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.wire.ObjectId;

/** Hears of objects as the store learns of them: each seal once, each end once, in order. */
interface ObjectListener {
  /**
   * Whether telling it would change anything now; saves the hot path from making an id nobody
   * reads.
   */
  boolean isListening();

  /** The object became visible; its entry can be read. */
  void sealed(ObjectId id, long ref);

  /** The object is gone. */
  void gone(ObjectId id);
}
