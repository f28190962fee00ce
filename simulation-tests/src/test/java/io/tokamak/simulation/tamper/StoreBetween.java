// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.tamper;

import io.tokamak.transfer.HeldObject;
import io.tokamak.transfer.LocalStore;
import io.tokamak.transfer.NewObject;
import io.tokamak.transfer.StoreNews;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passes everything on; a bug overrides what it gets wrong. */
class StoreBetween implements LocalStore {
  private final LocalStore right;

  StoreBetween(LocalStore right) {
    this.right = right;
  }

  @Override
  public MemorySegment data() {
    return right.data();
  }

  @Override
  public MemorySegment table() {
    return right.table();
  }

  @Override
  public boolean contains(ObjectId id) {
    return right.contains(id);
  }

  @Override
  public boolean isBeingWritten(ObjectId id) {
    return right.isBeingWritten(id);
  }

  @Override
  public @Nullable HeldObject hold(ObjectId id) {
    return right.hold(id);
  }

  @Override
  public NewObject create(ObjectId id, long dataLength, int metadataLength) {
    return right.create(id, dataLength, metadataLength);
  }

  @Override
  public int delete(List<ObjectId> ids) {
    return right.delete(ids);
  }

  @Override
  public int news(StoreNews listener) {
    return right.news(listener);
  }

  @Override
  public int survey(int cursor, StoreNews listener) {
    return right.survey(cursor, listener);
  }
}
