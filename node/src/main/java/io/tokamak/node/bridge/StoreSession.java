// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.bridge;

import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import java.util.ArrayDeque;

/**
 * One session of the manager with the store of its node, and what is held and written in it. When
 * it is replaced it stays until nothing of that is left: its end is the end of its pins, and of
 * objects that peers are still writing to.
 */
final class StoreSession {
  private static final int MOST_IDLE_HANDLES = 256;

  private final ObjectStoreClient client;
  private final ArrayDeque<ObjectHandle> idle = new ArrayDeque<>();
  private int uses;
  private boolean retired;
  private boolean ended;

  StoreSession(ObjectStoreClient client) {
    this.client = client;
  }

  ObjectStoreClient client() {
    return client;
  }

  /** A handle that holds nothing. */
  ObjectHandle handle() {
    ObjectHandle free = idle.poll();
    return free == null ? client.newHandle() : free;
  }

  /** The handle holds nothing any more. */
  void giveBack(ObjectHandle handle) {
    if (idle.size() < MOST_IDLE_HANDLES) {
      idle.push(handle);
    }
  }

  /** Something is held or written, until {@link #unuse}. */
  void use() {
    uses++;
  }

  void unuse() {
    uses--;
    endIfOver();
  }

  /** Nothing new begins in it. */
  void retire() {
    retired = true;
    endIfOver();
  }

  private void endIfOver() {
    if (retired && uses == 0) {
      end();
    }
  }

  /** Ends it, whatever is held. Can be repeated. */
  void end() {
    ended = true;
    client.close();
  }

  boolean hasEnded() {
    return ended;
  }
}
