// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.bridge;

import io.tokamak.client.ObjectHandle;
import io.tokamak.transfer.HeldObject;
import io.tokamak.transfer.Place;
import io.tokamak.wire.ObjectId;
import org.jspecify.annotations.Nullable;

/** An object pinned by a handle, which goes back to those that can be used again. */
final class BridgedHold implements HeldObject {
  private final StoreSession session;
  private final Checksums checksums;
  private final ObjectId id;
  private final Place place;
  private @Nullable ObjectHandle handle;

  BridgedHold(StoreSession session, Checksums checksums, ObjectHandle handle, Place place) {
    this.session = session;
    this.checksums = checksums;
    this.handle = handle;
    this.id = handle.id();
    this.place = place;
  }

  @Override
  public ObjectId id() {
    return id;
  }

  @Override
  public Place place() {
    return place;
  }

  @Override
  public int checksum() {
    require();
    return checksums.of(place);
  }

  @Override
  public void release() {
    ObjectHandle held = require();
    handle = null;
    try {
      held.release();
      session.giveBack(held);
    } finally {
      session.unuse();
    }
  }

  private ObjectHandle require() {
    if (handle == null) {
      throw new IllegalStateException("object " + id + " was released before");
    }
    return handle;
  }
}
