// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.eviction;

/** When objects were last used, as their readers write it into the object table. */
@FunctionalInterface
public interface ObjectTicks {

  /** What {@link #currentTick} returns for an object that is gone. */
  long GONE = -1;

  /**
   * The access tick of the object now, 0 or more; {@link #GONE} when this life of its entry is
   * over. Ticks of one object never fall.
   */
  long currentTick(long objectRef);
}
