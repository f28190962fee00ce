// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.store;

import io.tokamak.wire.ObjectId;

/** Looks at what is sealed, right before anybody else can see it. */
@FunctionalInterface
public interface Seals {
  /** These are its bytes: data, padding, metadata. */
  void sealed(ObjectId id, byte[] bytes);
}
