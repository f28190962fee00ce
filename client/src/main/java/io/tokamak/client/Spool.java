// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Collects a stream of unknown length, as an object needs its length at creation: in memory up to a
 * bound, in a temporary file beyond it. For one thread.
 */
final class Spool implements AutoCloseable {
  /** Most bytes kept in memory. */
  static final int MEMORY_LENGTH = 8 << 20;

  private final byte[] head;
  private final @Nullable FileChannel tail;
  private final long tailLength;

  private Spool(byte[] head, @Nullable FileChannel tail, long tailLength) {
    this.head = head;
    this.tail = tail;
    this.tailLength = tailLength;
  }

  /** Reads the stream to its end. */
  static Spool of(InputStream source) throws IOException {
    byte[] head = source.readNBytes(MEMORY_LENGTH);
    return head.length < MEMORY_LENGTH ? new Spool(head, null, 0) : spilled(head, source);
  }

  private static Spool spilled(byte[] head, InputStream source) throws IOException {
    FileChannel tail = openTemporary();
    try {
      return new Spool(head, tail, spill(source, tail));
    } catch (IOException | RuntimeException e) {
      tail.close();
      throw e;
    }
  }

  private static FileChannel openTemporary() throws IOException {
    Path file = Files.createTempFile("tokamak-put", ".spool");
    return FileChannel.open(
        file,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  private static long spill(InputStream source, FileChannel tail) throws IOException {
    byte[] piece = new byte[64 << 10];
    long length = 0;
    for (int count = source.read(piece); count >= 0; count = source.read(piece)) {
      ByteBuffer buffer = ByteBuffer.wrap(piece, 0, count);
      while (buffer.hasRemaining()) {
        length += tail.write(buffer);
      }
    }
    return length;
  }

  /** Bytes in all. */
  long length() {
    return head.length + tailLength;
  }

  /** Copies everything into {@code target}, which is that long. */
  void copyTo(MemorySegment target) throws IOException {
    MemorySegment.copy(MemorySegment.ofArray(head), 0, target, 0, head.length);
    if (tail != null) {
      FileTransfer.read(tail, target.asSlice(head.length));
    }
  }

  @Override
  public void close() throws IOException {
    if (tail != null) {
      tail.close();
    }
  }
}
