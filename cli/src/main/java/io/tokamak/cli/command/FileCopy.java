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
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Moves files into and out of the store, in pieces, so that progress can be shown. */
public final class FileCopy {
  private static final long PIECE = 16L << 20;

  private FileCopy() {}

  /**
   * Puts a file. One without a size (a pipe, or made by the kernel as it is read, such as those in
   * /proc) is read to its end first.
   *
   * @return bytes of data
   */
  public static long put(ObjectStoreClient client, ObjectId id, Path file, byte[] metadata)
      throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("put " + file + ": is a directory");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.size() == 0
          ? put(client, id, Channels.newInputStream(channel), metadata)
          : put(client, id, channel, file, metadata);
    } catch (FileSystemException e) {
      throw e; // names its file
    } catch (IOException e) {
      throw new IOException("put %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static long put(
      ObjectStoreClient client, ObjectId id, FileChannel channel, Path file, byte[] metadata)
      throws IOException {
    try (ObjectBuilder object = client.create(id, channel.size(), metadata);
        Progress progress = Progress.of("put " + file.getFileName(), object.length())) {
      read(channel, object.data(), progress);
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

  private static void read(FileChannel from, MemorySegment to, Progress progress)
      throws IOException {
    long position = 0;
    while (position < to.byteSize()) {
      int count = from.read(piece(to, position), position);
      if (count < 0) {
        throw changed(to.byteSize(), "ends after " + position);
      }
      position += count;
      progress.step(count);
    }
    if (from.read(ByteBuffer.allocate(1), position) > 0) {
      throw changed(position, "has more");
    }
  }

  private static IOException changed(long lengthBefore, String now) {
    return new IOException(
        "it had %d bytes and %s now; put it when nobody changes it, or as a stream: put - < FILE"
            .formatted(lengthBefore, now));
  }

  /** Writes an object's data to a file, which is created or replaced as a whole. */
  static void get(ObjectHandle object, Path file) throws IOException {
    try (Progress progress = Progress.of("get " + file.getFileName(), object.length())) {
      FileReplacement.write(file, to -> write(object.data(), to, progress));
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
