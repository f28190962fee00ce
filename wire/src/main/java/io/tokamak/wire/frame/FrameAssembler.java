// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.frame;

import io.tokamak.wire.error.ProtocolMismatchException;
import java.lang.foreign.MemorySegment;

/**
 * Cuts the bytes of one connection into frames.
 *
 * <p>All connections of a thread receive into one buffer of that thread. Frames that lie whole in
 * it are read where they are. Only the beginning of a frame whose rest has not come is copied into
 * memory of this assembler, which grows with the bytes that really arrived, not with the length
 * they announce, and is dropped as soon as the frame has been read: an idle connection holds
 * nothing, a slow one at most twice what it sent.
 *
 * <pre>{@code
 * int received = socket.receive(buffer);
 * assembler.accept(buffer, received);
 * while (assembler.next(reader)) {
 *   handle(reader);
 * }
 * }</pre>
 *
 * <p>Whoever stops before {@code next} has returned false calls {@link #retain()} before the buffer
 * is used again. For one thread at a time; a frame in place costs no allocation.
 */
public final class FrameAssembler {
  /** A good length for the buffer that the connections of a thread share, in bytes. */
  public static final int RECEIVE_BUFFER_LENGTH = 64 << 10;

  /** Most bytes that may wait here, in frames nobody asked for yet. */
  public static final int MAX_PENDING_LENGTH = 2 * FrameHeader.MAX_FRAME_LENGTH;

  private static final int SMALLEST_OWN_LENGTH = 1 << 10;
  private static final MemorySegment NONE = MemorySegment.ofArray(new byte[0]);

  // Bytes [position, end) of window wait to be read. The window is memory of our own, what accept()
  // was given, or NONE.
  private MemorySegment window = NONE;
  private boolean owned;
  private long position;
  private long end;

  /** An assembler for a connection that begins. */
  public FrameAssembler() {}

  /**
   * Takes the first {@code length} bytes of {@code received}, which follow on what came before.
   *
   * @throws IllegalStateException when more than {@link #MAX_PENDING_LENGTH} would wait
   */
  public void accept(MemorySegment received, long length) {
    if (pendingLength() == 0) {
      show(received, false, length);
    } else {
      append(received, length);
    }
  }

  /**
   * Points {@code reader} at the next whole frame, or returns false when there is none yet. The
   * reader is good until the next call of this assembler.
   *
   * @throws ProtocolMismatchException when the bytes cannot become a frame; the connection is lost
   */
  public boolean next(FrameReader reader) {
    long available = pendingLength();
    if (available >= FrameHeader.LENGTH_FIELD_LENGTH) {
      int frameLength = FrameHeader.frameLength(window, position);
      if (available >= frameLength) {
        reader.wrap(window, position, available);
        position += frameLength;
        return true;
      }
    }
    if (available >= FrameHeader.LENGTH) {
      FrameHeader.check(window, position);
    }
    retain();
    return false;
  }

  /** Copies what waits out of the shared buffer, so that the buffer can be used again. */
  public void retain() {
    long pending = pendingLength();
    if (pending == 0) {
      show(NONE, false, 0);
    } else if (!owned || isMostlyEmpty(pending)) {
      move(pending);
    }
  }

  /** Bytes that wait: frames not asked for and the beginning of one. */
  public long pendingLength() {
    return end - position;
  }

  /** Bytes of memory this assembler holds itself. */
  public long heldLength() {
    return owned ? window.byteSize() : 0;
  }

  private void append(MemorySegment received, long length) {
    long needed = pendingLength() + length;
    if (needed > MAX_PENDING_LENGTH) {
      throw new IllegalStateException(
          needed
              + " bytes of frames wait, at most "
              + MAX_PENDING_LENGTH
              + " may: read them first");
    }
    if (!owned || end + length > window.byteSize()) {
      move(needed);
    }
    MemorySegment.copy(received, 0, window, end, length);
    end += length;
  }

  // Never a copy within one array: the frame read last may still be looked at.
  private void move(long needed) {
    MemorySegment target = MemorySegment.ofArray(new byte[roundUp(needed)]);
    long pending = pendingLength();
    MemorySegment.copy(window, position, target, 0, pending);
    show(target, true, pending);
  }

  private boolean isMostlyEmpty(long pending) {
    return window.byteSize() > RECEIVE_BUFFER_LENGTH && pending < window.byteSize() / 4;
  }

  private void show(MemorySegment segment, boolean isOwned, long length) {
    window = segment;
    owned = isOwned;
    position = 0;
    end = length;
  }

  // Powers of two, so that a frame which comes in n pieces is copied log n times.
  private static int roundUp(long length) {
    int wanted = (int) Math.max(length, SMALLEST_OWN_LENGTH);
    return Integer.highestOneBit(wanted - 1) << 1;
  }
}
