// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.memory.LayoutMismatchException;
import io.tokamak.memory.Segment;
import io.tokamak.memory.os.MappedFile;
import io.tokamak.memory.words.MappedWords;
import io.tokamak.memory.words.SharedWords;
import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.message.WelcomeReply;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.UnaryOperator;

/**
 * The store's segment, mapped into this process.
 *
 * <p>It lies in a shared arena: an access either finishes before the mapping goes or throws {@link
 * IllegalStateException}, so fast paths need no count of their users. Thread-safe.
 */
final class Mapping {
  private final Arena arena;
  private final Segment segment;
  private final MemorySegment writable;
  private final MemorySegment readable;

  private Mapping(Arena arena, Segment segment) {
    this.arena = arena;
    this.segment = segment;
    this.writable = segment.data();
    this.readable = segment.data().asReadOnly();
  }

  /**
   * Maps the file behind the descriptor, which it takes over.
   *
   * @param words see {@link ConnectSettings}
   * @throws ProtocolMismatchException when it is not the segment that the store announced
   */
  static Mapping open(int descriptor, WelcomeReply welcome, UnaryOperator<SharedWords> words) {
    Arena arena = Arena.ofShared();
    try (MappedFile file = MappedFile.adopt(descriptor)) {
      MemorySegment mapped = file.map(arena, welcome.segmentLength(), !welcome.writable());
      Segment segment = Segment.attach(mapped, words.apply(new MappedWords(mapped)));
      requireEpoch(segment.header().storeEpoch(), welcome.storeEpoch());
      return new Mapping(arena, segment);
    } catch (LayoutMismatchException | IllegalArgumentException absurd) {
      arena.close();
      throw new ProtocolMismatchException(
          "the node's segment cannot be used: " + absurd.getMessage(), absurd);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private static void requireEpoch(long found, long announced) {
    if (found != announced) {
      throw ProtocolMismatchException.of(
          "epoch in the segment", found, announced + " as the node said");
    }
  }

  Segment segment() {
    return segment;
  }

  /** The whole data area, read-only. */
  MemorySegment readable() {
    return readable;
  }

  /** An object, to be read. */
  MemoryBlock block(Hold hold) {
    return new MemoryBlock(readable, hold.offset(), hold.length(), hold.metadataLength());
  }

  /** An object, to be written by its creator. */
  MemoryBlock block(Draft draft) {
    return new MemoryBlock(writable, draft.offset(), draft.dataLength(), draft.metadataLength());
  }

  /** Unmaps once no access is running; false when input or output on it is running: try again. */
  boolean unmap() {
    try {
      arena.close();
      return true;
    } catch (IllegalStateException busy) {
      return !arena.scope().isAlive();
    }
  }
}
