// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * An unsealed object as its client remembers it, by its id. It refers weakly to the builder, so a
 * builder that its user lost is found; nothing in it may refer to the builder otherwise until the
 * user has released it, for then the object waits to be ended by id and nobody needs to hold the
 * builder.
 */
final class Building extends WeakReference<ObjectBuilder> {
  private final Draft draft;

  @SuppressWarnings({"unused", "FieldCanBeLocal"}) // keeps it reachable
  private volatile @Nullable ObjectBuilder kept;

  Building(ObjectBuilder builder, Draft draft, ReferenceQueue<Object> lost) {
    super(builder, lost);
    this.draft = draft;
  }

  Draft draft() {
    return draft;
  }

  /** From now on the builder lives as long as this does. */
  void keep(ObjectBuilder builder) {
    kept = builder;
  }
}
