// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.memory.ScopedView;
import io.tokamak.wire.error.ObjectInUseException;
import io.tokamak.wire.error.ReleasedException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The segments through which a user reads or writes one object, made when asked for and dead after
 * {@link #close}: an access after that throws.
 *
 * <p>Two kinds, because ending a segment that every thread may use takes a handshake with all
 * threads (60 µs): a confined one that belongs to the thread that asked first, and a shared one.
 * Each keeps alive what it is a view of, so an object cannot be given back as lost while somebody
 * still has a view.
 *
 * <p>Thread-safe.
 */
final class Views {
  private record Pair(Arena arena, Thread owner, MemorySegment data, MemorySegment metadata) {}

  private final MemorySegment data;
  private final MemorySegment metadata;
  private final Object keptAlive;
  private @Nullable Pair confined;
  private @Nullable Pair shared;
  private boolean closed;

  /** Views of these parts of the mapping, as writable as the parts are. */
  Views(MemorySegment data, MemorySegment metadata, Object keptAlive) {
    this.data = data;
    this.metadata = metadata;
    this.keptAlive = keptAlive;
  }

  /** The data, for the calling thread only. */
  MemorySegment data() {
    return confined().data;
  }

  /** The metadata, for the calling thread only. */
  MemorySegment metadata() {
    return confined().metadata;
  }

  /** The data, for any thread. */
  MemorySegment sharedData() {
    return shared().data;
  }

  /** The metadata, for any thread. */
  MemorySegment sharedMetadata() {
    return shared().metadata;
  }

  private synchronized Pair confined() {
    requireOpen();
    if (confined == null) {
      confined = make(Arena.ofConfined());
    } else if (!confined.data.isAccessibleBy(Thread.currentThread())) {
      throw wrongThread("a view for one thread", confined.owner);
    }
    return confined;
  }

  private synchronized Pair shared() {
    requireOpen();
    if (shared == null) {
      shared = make(Arena.ofShared());
    }
    return shared;
  }

  private void requireOpen() {
    if (closed) {
      throw new ReleasedException(
          "a view of an object that was released, sealed or aborted: get the object again");
    }
  }

  private Pair make(Arena arena) {
    return new Pair(
        arena,
        Thread.currentThread(),
        ScopedView.of(data, arena, keptAlive),
        ScopedView.of(metadata, arena, keptAlive));
  }

  /**
   * Ends all views. Can be repeated.
   *
   * @throws ObjectInUseException when another thread has the confined view, or is just using the
   *     shared one; all is as before
   */
  synchronized void close() {
    if (closed) {
      return;
    }
    if (confined != null && !confined.data.isAccessibleBy(Thread.currentThread())) {
      throw wrongThread("the end of a view that belongs to one thread", confined.owner);
    }
    closeShared();
    if (confined != null) {
      confined.arena.close();
    }
    closed = true;
  }

  private void closeShared() {
    if (shared == null) {
      return;
    }
    try {
      shared.arena.close();
      shared = null;
    } catch (IllegalStateException acquired) {
      throw new ObjectInUseException(
          "end of a shared view: input or output on it is running; wait for its end", acquired);
    }
  }

  private static ObjectInUseException wrongThread(String asked, Thread owner) {
    return new ObjectInUseException(
        asked
            + ": data() and metadata() were called by "
            + owner
            + ", this is "
            + Thread.currentThread()
            + "; use sharedData() and sharedMetadata() to pass views between threads");
  }
}
