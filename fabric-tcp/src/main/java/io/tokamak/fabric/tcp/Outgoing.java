// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.OperationStatus;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a socket, in order: pages of copied bytes, and pieces of regions, which go from
 * where they lie. A piece gets its header, with the checksum, when its turn comes: its bytes are
 * then in the caches for the socket, and a region that was closed in between is seen.
 *
 * <p>Unbounded by itself; {@link #bytes} and {@link #pieces} are for those who bound it. Allocates
 * nothing but new pages. For one thread.
 */
final class Outgoing {
  private static final int GATHERED = 16;

  private final Pages pages;
  private final Deque<Chunk> chunks = new ArrayDeque<>();
  private final Deque<Chunk> spare = new ArrayDeque<>();
  private final ByteBuffer[] gathered = new ByteBuffer[GATHERED];
  private final FrameHeader header = new FrameHeader();
  private final Checksum checksum = new Checksum();
  private long bytes;
  private int pieces;
  private boolean windowed;

  /** A page; or a piece with a short page for its header, then {@code left} bytes of a region. */
  private static final class Chunk {
    final Page own = new Page(FrameHeader.LENGTH);
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

    boolean isDone() {
      return page.isDrained() && left == 0 && (started || !piece);
    }
  }

  Outgoing(Pages pages) {
    this.pages = pages;
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
    return chunks.isEmpty();
  }

  /** Adds a header. */
  void header(FrameHeader added) {
    added.write(room(FrameHeader.LENGTH).in());
    bytes += FrameHeader.LENGTH;
  }

  /** Adds a copy of {@code length} bytes from {@code offset}. */
  void copy(MemorySegment source, long offset, long length) {
    long done = 0;
    while (done < length) {
      Page page = room(1);
      int step = (int) Math.min(page.room(), length - done);
      page.add(source, offset + done, step);
      done += step;
    }
    bytes += length;
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
    chunks.add(chunk);
    return chunk;
  }

  private Page room(int needed) {
    Chunk last = chunks.peekLast();
    if (last != null && !last.piece && last.page.room() >= needed) {
      return last.page;
    }
    Chunk added = chunk();
    added.page = pages.page();
    return added.page;
  }

  /**
   * Writes as much as the socket takes.
   *
   * @return the bytes written; all are when {@link #isEmpty} then
   */
  long write(GatheringByteChannel channel) throws IOException {
    long total = 0;
    while (!chunks.isEmpty()) {
      int count = gather();
      int pageCount = windowed ? count - 1 : count;
      long copied = remaining(pageCount);
      long offered = remaining(count);
      long written = channel.write(gathered, 0, count);
      consume(Math.min(copied, written), written);
      total += written;
      if (written < offered) {
        break;
      }
    }
    return total;
  }

  private long remaining(int count) {
    long remaining = 0;
    for (int i = 0; i < count; i++) {
      remaining += gathered[i].remaining();
    }
    return remaining;
  }

  /** Pages up to the first piece, and that one. */
  private int gather() {
    int count = 0;
    windowed = false;
    for (Chunk chunk : chunks) {
      if (chunk.piece && !chunk.started) {
        start(chunk);
      }
      gathered[count++] = chunk.page.out();
      if (chunk.region != null && chunk.left > 0) {
        gathered[count++] = chunk.region.window(chunk.offset, chunk.left);
        windowed = true;
      }
      if (chunk.piece || count >= GATHERED - 1) {
        break;
      }
    }
    return count;
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
      ByteBuffer window = region.window(chunk.offset, chunk.left);
      header.payloadChecksum = checksum.of(window, window.position(), chunk.left);
    }
    header.write(chunk.page.in());
    bytes += FrameHeader.LENGTH;
    chunk.started = true;
  }

  /** The channel has moved the positions; what is not a page's is a piece's. */
  private void consume(long copied, long written) {
    bytes -= copied;
    Chunk piece = windowed ? firstPiece() : null;
    if (piece != null) {
      int moved = (int) (written - copied);
      piece.offset += moved;
      piece.left -= moved;
    }
    while (!chunks.isEmpty() && chunks.getFirst().isDone()) {
      drop(chunks.removeFirst());
    }
  }

  private @Nullable Chunk firstPiece() {
    for (Chunk chunk : chunks) {
      if (chunk.piece) {
        return chunk;
      }
    }
    return null;
  }

  private void drop(Chunk chunk) {
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
    for (Chunk chunk : chunks) {
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
    while (!chunks.isEmpty()) {
      drop(chunks.removeFirst());
    }
    bytes = 0;
  }
}
