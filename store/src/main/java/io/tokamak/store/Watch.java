// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.wire.ObjectId;
import org.jspecify.annotations.Nullable;

/** Tells the one {@link StoreListener} there may be; without one nothing costs anything. */
final class Watch implements ObjectListener {
  private final Blocks blocks;
  private final Interest interest;
  private @Nullable StoreListener listener;

  Watch(Blocks blocks, Interest interest) {
    this.blocks = blocks;
    this.interest = interest;
  }

  /** Tells this one, in place of any other. */
  void begin(StoreListener newListener) {
    listener = newListener;
    interest.watched(true);
    newListener.began();
  }

  /** Tells nobody any more. */
  void end() {
    listener = null;
    interest.watched(false);
  }

  @Override
  public boolean isListening() {
    return listener != null;
  }

  /** An object without memory that the store would vouch for is nobody else's business. */
  @Override
  public void sealed(ObjectId id, long ref) {
    int entry = ObjectRef.entry(ref);
    if (listener != null && blocks.hasBlock(entry)) {
      listener.sealed(
          id, ref, blocks.offset(entry), blocks.dataLength(entry), blocks.metadataLength(entry));
    }
  }

  @Override
  public void gone(ObjectId id) {
    if (listener != null) {
      listener.gone(id);
    }
  }
}
