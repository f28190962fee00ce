// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The store of this node, as the manager uses it. Nothing here waits for other clients. For the
 * manager's thread.
 *
 * <p>A store that does not answer, or that has ended the manager's session, throws {@link
 * io.tokamak.wire.error.StoreTimeoutException} or {@link
 * io.tokamak.wire.error.DisconnectedException}, and may answer the next time: whoever asks goes on
 * without the answer. What looks at shared memory only throws nothing: {@link #isBeingWritten},
 * {@link #news}, {@link #survey}.
 */
public interface LocalStore {
  /** All memory that objects lie in; what this node's operations read and write. */
  MemorySegment data();

  /** The entries of the object table, 64 bytes each, their control word first. */
  MemorySegment table();

  /** Whether a sealed object is there. */
  boolean contains(ObjectId id);

  /** Whether an object of this id is there and not sealed yet, as far as can be seen. */
  boolean isBeingWritten(ObjectId id);

  /** Pins a sealed object; null when there is none. */
  @Nullable HeldObject hold(ObjectId id);

  /**
   * Creates an object to be written and sealed, evicting others if it must, without waiting.
   *
   * @throws io.tokamak.wire.error.ObjectExistsException when the id is taken, perhaps by one that
   *     is not sealed yet
   * @throws io.tokamak.wire.error.StoreFullException when there is no room now
   * @throws io.tokamak.wire.error.TokamakException when it can never succeed
   */
  NewObject create(ObjectId id, long dataLength, int metadataLength);

  /** Deletes objects, those in use at their last release. Returns how many were there. */
  int delete(List<ObjectId> ids);

  /**
   * Has all that was sealed before among the {@link #news} to come, at the cost of a message to the
   * store. Without it they come a little later.
   */
  default void gatherNews() {}

  /** What it counted, by name. */
  default Map<String, Long> counters() {
    return Map.of();
  }

  /** Tells what was sealed and what went since the last call, in order. Returns how many. */
  int news(StoreNews listener);

  /**
   * Tells of sealed objects, a bounded number of entries at a time.
   *
   * @param cursor 0 to begin, else what the last call returned
   * @return where to go on; 0 when all were told
   */
  int survey(int cursor, StoreNews listener);
}
