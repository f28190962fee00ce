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
 * threads (some 20 µs): a confined one that belongs to the thread that asked first, and a shared
 * one. Each keeps alive what it is a view of, so an object cannot be given back as lost while
 * somebody still has a view.
 *
 * <p>For one thread at a time: whoever owns it has a lock.
 */
final class Views {
  private final MemoryBlock block;
  private final Object keptAlive;
  private @Nullable Side confined;
  private @Nullable Side shared;
  private boolean closed;

  /** Views of this block, as writable as the block is. */
  Views(MemoryBlock block, Object keptAlive) {
    this.block = block;
    this.keptAlive = keptAlive;
  }

  /** One kind of view: both segments live and die with the arena. */
  private final class Side {
    final Arena arena;
    final Thread owner = Thread.currentThread();
    private @Nullable MemorySegment data;
    private @Nullable MemorySegment metadata;

    Side(Arena arena) {
      this.arena = arena;
    }

    MemorySegment data() {
      MemorySegment made = data == null ? ScopedView.of(block.data(), arena, keptAlive) : data;
      data = made;
      return made;
    }

    MemorySegment metadata() {
      MemorySegment made =
          metadata == null ? ScopedView.of(block.metadata(), arena, keptAlive) : metadata;
      metadata = made;
      return made;
    }

    boolean belongsToAnotherThread() {
      return owner.threadId() != Thread.currentThread().threadId();
    }
  }

  /** The data, for the calling thread only. */
  MemorySegment data() {
    return confined().data();
  }

  /** The metadata, for the calling thread only. */
  MemorySegment metadata() {
    return confined().metadata();
  }

  /** The data, for any thread. */
  MemorySegment sharedData() {
    return shared().data();
  }

  /** The metadata, for any thread. */
  MemorySegment sharedMetadata() {
    return shared().metadata();
  }

  private Side confined() {
    requireOpen();
    Side present = confined;
    if (present == null) {
      present = new Side(Arena.ofConfined());
      confined = present;
    } else if (present.belongsToAnotherThread()) {
      throw wrongThread("a view for one thread", present.owner);
    }
    return present;
  }

  private Side shared() {
    requireOpen();
    Side present = shared == null ? new Side(Arena.ofShared()) : shared;
    shared = present;
    return present;
  }

  private void requireOpen() {
    if (closed) {
      throw new ReleasedException(
          "a view of an object that was released, sealed or aborted: get the object again");
    }
  }

  /**
   * Ends all views. Can be repeated.
   *
   * @throws ObjectInUseException when another thread has the confined view, or input or output runs
   *     on the shared one; the views are as before
   */
  void close() {
    if (confined != null && !closed && confined.belongsToAnotherThread()) {
      throw wrongThread("the end of a view that belongs to one thread", confined.owner);
    }
    closeShared();
    if (confined != null && !closed) {
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
          "the end of a shared view: input or output on it is running; wait for its end", acquired);
    }
  }

  private static ObjectInUseException wrongThread(String asked, Thread owner) {
    return new ObjectInUseException(
        "%s: data() or metadata() was called by %s, this is %s; use sharedData() and sharedMetadata() to pass views between threads"
            .formatted(asked, owner, Thread.currentThread()));
  }
}
