// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import static java.util.Objects.requireNonNull;

import io.tokamak.fabric.OperationStatus;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a socket, in order: pages of copied bytes, and pieces of regions, which go from
 * where they lie. A piece gets its header, with the checksum, when its turn comes: its bytes are
 * then in the caches for the socket, and a region that was closed in between is seen. A word is
 * copied then, since its owner may change it any time.
 *
 * <p>Unbounded by itself; {@link #bytes} and {@link #pieces} are for those who bound it. Allocates
 * nothing but new pages. For one thread.
 */
final class Outgoing {
  private static final int WORD_BYTES = Long.BYTES;

  private final Pages pages;
  private final Deque<Chunk> spare = new ArrayDeque<>();
  private final FrameHeader header = new FrameHeader();
  private final Checksum checksum = new Checksum();
  private long bytes;
  private int pieces;
  private @Nullable Chunk first;
  private @Nullable Chunk last;
  private @Nullable Page framePage;
  private int frameAt;
  private int frameLength;

  /** A page; or a piece with a short page for its header, then {@code left} bytes of a region. */
  private static final class Chunk {
    final Page own = new Page(FrameHeader.LENGTH + WORD_BYTES);
    Page page = own;
    boolean piece;
    boolean started;
    FrameType type = FrameType.DATA;
    long operation;
    @Nullable TcpRegion region;
    long offset;
    int left;
    int targetRegion;
    int targetGeneration;
    long targetOffset;
    boolean isHeadOut;
    @Nullable Chunk next;

    /** What is to be written next: of the page, then of the region. */
    ByteBuffer next() {
      TcpRegion from = region;
      isHeadOut = from != null && page.isDrained();
      return from != null && isHeadOut ? from.window(offset, left) : page.out();
    }

    boolean isDone() {
      return page.isDrained() && left == 0 && (started || !piece);
    }
  }

  Outgoing(Pages pages) {
    this.pages = pages;
  }

  /** Payloads that are added from here on have no checksum. */
  void withoutChecksums() {
    checksum.off();
  }

  /** Copied bytes that wait. */
  long bytes() {
    return bytes;
  }

  /** Pieces that wait. */
  int pieces() {
    return pieces;
  }

  boolean isEmpty() {
    return first == null;
  }

  /** Whether it takes more than one {@link #write} to the socket. */
  boolean isSeveral() {
    return first != null && (first.piece || first.next != null);
  }

  /** Adds a header. */
  void header(FrameHeader added) {
    added.write(room(FrameHeader.LENGTH).in());
    bytes += FrameHeader.LENGTH;
  }

  /** Begins a frame with a payload that is copied: {@link #copy}, then {@link #end}. */
  void begin() {
    Page page = room(FrameHeader.LENGTH);
    framePage = page;
    frameAt = page.in().position();
    frameLength = 0;
    page.skip(FrameHeader.LENGTH);
    checksum.reset();
  }

  /** Adds a copy of {@code length} bytes from {@code offset}. */
  void copy(MemorySegment source, long offset, long length) {
    long done = 0;
    while (done < length) {
      Page page = room(1);
      int step = (int) Math.min(page.room(), length - done);
      page.add(source, offset + done, step);
      checksum.add(page.in(), page.in().position() - step, step);
      done += step;
    }
    frameLength += (int) length;
  }

  /** Ends the frame, with the length and the checksum of what was copied. */
  void end(FrameHeader added) {
    added.length = frameLength;
    added.payloadChecksum = checksum.value();
    added.write(requireNonNull(framePage, "a frame ends that has not begun").in(), frameAt);
    framePage = null;
    bytes += FrameHeader.LENGTH + frameLength;
  }

  /** Adds an answer with a piece of a region. */
  void data(long operation, TcpRegion region, long offset, int length) {
    piece(FrameType.DATA, operation, region, offset, length);
  }

  /** Adds a write of a piece of a region. */
  void write(
      long operation,
      TcpRegion region,
      long offset,
      int length,
      int to,
      int toGeneration,
      long at) {
    Chunk chunk = piece(FrameType.WRITE, operation, region, offset, length);
    chunk.targetRegion = to;
    chunk.targetGeneration = toGeneration;
    chunk.targetOffset = at;
  }

  private Chunk piece(FrameType type, long operation, TcpRegion region, long offset, int length) {
    Chunk chunk = chunk();
    chunk.piece = true;
    chunk.type = type;
    chunk.operation = operation;
    chunk.region = region;
    chunk.offset = offset;
    chunk.left = length;
    chunk.started = false;
    pieces++;
    return chunk;
  }

  private Chunk chunk() {
    Chunk chunk = spare.isEmpty() ? new Chunk() : spare.pop();
    chunk.next = null;
    if (last == null) {
      first = chunk;
    } else {
      last.next = chunk;
    }
    last = chunk;
    return chunk;
  }

  private Page room(int needed) {
    if (last != null && !last.piece && last.page.room() >= needed) {
      return last.page;
    }
    Chunk added = chunk();
    added.page = pages.page();
    return added.page;
  }

  /**
   * Writes as much as the socket takes, one buffer at a time: the sockets of the JDK allocate for
   * several.
   *
   * @return the bytes written; all are when {@link #isEmpty} then
   */
  long write(WritableByteChannel channel) throws IOException {
    long total = 0;
    boolean taken = true;
    while (first != null && taken) {
      Chunk chunk = first;
      if (chunk.piece && !chunk.started) {
        start(chunk);
      }
      ByteBuffer next = chunk.next();
      int offered = next.remaining();
      int written = channel.write(next);
      wrote(chunk, written);
      total += written;
      taken = written == offered;
    }
    return total;
  }

  private void wrote(Chunk chunk, int written) {
    if (chunk.isHeadOut) {
      chunk.offset += written;
      chunk.left -= written;
    } else {
      bytes -= written;
    }
    if (chunk.isDone()) {
      dropFirst(chunk);
    }
  }

  private void start(Chunk chunk) {
    TcpRegion region = chunk.region;
    header.start(chunk.type);
    header.operation = chunk.operation;
    header.region = chunk.targetRegion;
    header.generation = chunk.targetGeneration;
    header.offset = chunk.targetOffset;
    if (region == null || !region.isOpen()) {
      header.outcome(OperationStatus.STALE_POINTER);
      chunk.left = 0;
    } else {
      header.length = chunk.left;
      if (chunk.left <= WORD_BYTES) {
        startWord(chunk, region);
        return;
      }
      ByteBuffer window = region.window(chunk.offset, chunk.left);
      header.payloadChecksum = checksum.of(window, window.position(), chunk.left);
    }
    header.write(chunk.page.in());
    bytes += FrameHeader.LENGTH;
    chunk.started = true;
  }

  private void startWord(Chunk chunk, TcpRegion region) {
    Page page = chunk.page;
    page.skip(FrameHeader.LENGTH);
    VarHandle.loadLoadFence(); // the bytes that it is behind were read by the kernel, in a call
    page.add(region.memory(), chunk.offset, chunk.left);
    header.payloadChecksum = checksum.of(page.in(), FrameHeader.LENGTH, chunk.left);
    header.write(page.in(), 0);
    bytes += FrameHeader.LENGTH + chunk.left;
    chunk.left = 0;
    chunk.region = null;
    chunk.started = true;
  }

  private void dropFirst(Chunk chunk) {
    first = chunk.next;
    if (first == null) {
      last = null;
    }
    drop(chunk);
  }

  private void drop(Chunk chunk) {
    chunk.next = null;
    if (chunk.piece) {
      pieces--;
    } else {
      pages.page(chunk.page);
    }
    chunk.page = chunk.own.clear();
    chunk.piece = false;
    chunk.region = null;
    chunk.left = 0;
    chunk.targetRegion = 0;
    chunk.targetGeneration = 0;
    chunk.targetOffset = 0;
    spare.push(chunk);
  }

  /** A region is about to go: what was promised of it is copied, the rest finds it closed. */
  void detach(TcpRegion region) {
    for (Chunk chunk = first; chunk != null; chunk = chunk.next) {
      if (chunk.region == region && chunk.started && chunk.left > 0) {
        rescue(chunk, region);
      }
    }
  }

  private void rescue(Chunk chunk, TcpRegion region) {
    Page whole = new Page(FrameHeader.LENGTH + Limits.PIECE_BYTES);
    whole.in().put(chunk.page.out()).put(region.window(chunk.offset, chunk.left));
    bytes += chunk.left;
    chunk.page = whole;
    chunk.left = 0;
    chunk.region = null;
  }

  /** Gives everything back; nothing more is sent. */
  void clear() {
    while (first != null) {
      dropFirst(first);
    }
    bytes = 0;
  }
}
