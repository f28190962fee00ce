// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.error.InvalidRequestException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Moves bytes between files and shared memory without a copy in the heap, a bounded piece per
 * system call.
 */
final class FileTransfer {
  private static final long PIECE = 64L << 20;

  private FileTransfer() {}

  /** Fills {@code target} from the file, which must end there. */
  static void readWhole(FileChannel file, MemorySegment target) throws IOException {
    read(file, target);
    if (file.read(ByteBuffer.allocate(1), target.byteSize()) > 0) {
      throw new InvalidRequestException(
          "put of a file that had %d bytes at first: it has more now; put it when nobody changes it, or as a stream"
              .formatted(target.byteSize()));
    }
  }

  /** Fills {@code target} from the beginning of the file. */
  static void read(FileChannel file, MemorySegment target) throws IOException {
    long position = 0;
    while (position < target.byteSize()) {
      long piece = Math.min(PIECE, target.byteSize() - position);
      ByteBuffer buffer = target.asSlice(position, piece).asByteBuffer();
      int count = file.read(buffer, position);
      if (count < 0) {
        throw new InvalidRequestException(
            "put of a file that had %d bytes at first: it ends after %d; put it when nobody changes it, or as a stream"
                .formatted(target.byteSize(), position));
      }
      position += count;
    }
  }

  /** Writes the object's data into the file. */
  static void write(ObjectHandle handle, Path path) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      write(handle, file);
    } finally {
      Reference.reachabilityFence(handle);
    }
  }

  private static void write(ObjectHandle handle, FileChannel file) throws IOException {
    long life = handle.hold().requireOpen();
    long length = handle.length();
    long position = 0;
    while (position < length) {
      ByteBuffer piece =
          handle.rawData(position, Math.min(PIECE, length - position)).asByteBuffer();
      position += file.write(piece, position);
      handle.hold().requireStill(life);
    }
  }
}
