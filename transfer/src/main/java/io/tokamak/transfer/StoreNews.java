// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

import io.tokamak.wire.ObjectId;

/** Hears what came to the store of this node and what went. */
public interface StoreNews {
  /** An object was sealed, and lies there. */
  void sealed(ObjectId id, Place place);

  /** An object is gone: deleted or evicted. */
  void gone(ObjectId id);
}
