// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.cli.text.Progress;
import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.wire.ObjectId;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Moves files into and out of the store, in pieces, so that progress can be shown. */
public final class FileCopy {
  private static final long PIECE = 16L << 20;

  private FileCopy() {}

  /**
   * Puts a file; what is no regular file (a pipe, say) is read to its end first.
   *
   * @return bytes of data
   */
  public static long put(ObjectStoreClient client, ObjectId id, Path file, byte[] metadata)
      throws IOException {
    if (!Files.isRegularFile(file)) {
      try (InputStream stream = Files.newInputStream(file)) {
        return put(client, id, stream, metadata);
      }
    }
    try (FileChannel channel = FileChannel.open(file);
        ObjectBuilder object = client.create(id, channel.size(), metadata);
        Progress progress = Progress.of("put " + file.getFileName(), object.length())) {
      read(channel, file, object.data(), progress);
      object.seal();
      return object.length();
    }
  }

  /**
   * Puts what a stream still has.
   *
   * @return bytes of data
   */
  static long put(ObjectStoreClient client, ObjectId id, InputStream stream, byte[] metadata)
      throws IOException {
    client.put(id, stream, metadata);
    try (ObjectHandle object = client.get(id)) {
      return object.length();
    }
  }

  private static void read(FileChannel from, Path file, MemorySegment to, Progress progress)
      throws IOException {
    long position = 0;
    while (position < to.byteSize()) {
      int count = from.read(piece(to, position), position);
      if (count < 0) {
        throw new IOException(
            "%s had %d bytes and ends after %d now: put it when nobody changes it"
                .formatted(file, to.byteSize(), position));
      }
      position += count;
      progress.step(count);
    }
  }

  /** Writes an object's data to a file, which is created or replaced. */
  static void get(ObjectHandle object, Path file) throws IOException {
    try (FileChannel to =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
        Progress progress = Progress.of("get " + file.getFileName(), object.length())) {
      write(object.data(), to, progress);
    }
  }

  private static void write(MemorySegment from, FileChannel to, Progress progress)
      throws IOException {
    long position = 0;
    while (position < from.byteSize()) {
      int count = to.write(piece(from, position));
      position += count;
      progress.step(count);
    }
  }

  private static ByteBuffer piece(MemorySegment whole, long position) {
    return whole.asSlice(position, Math.min(PIECE, whole.byteSize() - position)).asByteBuffer();
  }
}
