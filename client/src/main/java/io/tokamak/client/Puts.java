// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.frame.FrameHeader;
import io.tokamak.wire.message.PutObject;
import io.tokamak.wire.message.PutRequest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Create, fill, seal in one go, whatever the bytes come from. Thread-safe. */
final class Puts {
  /** Fills the data of a new object. */
  private interface Filler {
    void fill(MemorySegment data) throws IOException;
  }

  /** Bytes that a frame needs besides its objects. */
  private static final int FRAME_OVERHEAD = FrameHeader.LENGTH + Integer.BYTES;

  private static final int PIECE = 64 << 10;

  private final ClientSession session;
  private final Writes writes;

  Puts(ClientSession session) {
    this.session = session;
    this.writes = session.writes();
  }

  /** Puts bytes that are in memory. */
  void put(ObjectId id, MemorySegment data, byte[] metadata) {
    Draft draft = writes.create(id, data.byteSize(), metadata.length, Creates.STORE_DEADLINE);
    copy(draft, data, metadata);
    writes.seal(draft);
  }

  private void copy(Draft draft, MemorySegment data, byte[] metadata) {
    boolean copied = false;
    try {
      Copying.copy(data, 0, writableData(draft), 0, data.byteSize());
      copyMetadata(draft, metadata);
      copied = true;
    } finally {
      if (!copied) {
        writes.abortAfterFailure(draft);
      }
    }
  }

  private MemorySegment writableData(Draft draft) {
    return session.mapping().block(draft).data();
  }

  private void copyMetadata(Draft draft, byte[] metadata) {
    if (metadata.length > 0) {
      MemorySegment target = session.mapping().block(draft).metadata();
      MemorySegment.copy(metadata, 0, target, ValueLayout.JAVA_BYTE, 0, metadata.length);
    }
  }

  /** Puts the next {@code length} bytes of a stream. */
  void put(ObjectId id, InputStream source, long length, byte[] metadata) throws IOException {
    fill(id, length, metadata, data -> readFully(source, data));
  }

  /** Puts all that a stream still has. */
  void put(ObjectId id, InputStream source, byte[] metadata) throws IOException {
    try (Spool spool = Spool.of(source)) {
      fill(id, spool.length(), metadata, spool::copyTo);
    }
  }

  /**
   * Puts a file, read straight into shared memory. One without a size (a pipe, or made by the
   * kernel as it is read, such as those in /proc) is read to its end first.
   */
  void put(ObjectId id, Path path, byte[] metadata) throws IOException {
    try (FileChannel file = FileChannel.open(path)) {
      long length = file.size();
      if (length == 0) {
        put(id, Channels.newInputStream(file), metadata);
      } else {
        fill(id, length, metadata, data -> FileTransfer.readWhole(file, data));
      }
    }
  }

  private void fill(ObjectId id, long length, byte[] metadata, Filler filler) throws IOException {
    Draft draft = writes.create(id, length, metadata.length, Creates.STORE_DEADLINE);
    boolean filled = false;
    try {
      filler.fill(writableData(draft));
      copyMetadata(draft, metadata);
      filled = true;
    } finally {
      if (!filled) {
        writes.abortAfterFailure(draft);
      }
    }
    writes.seal(draft);
  }

  private static void readFully(InputStream source, MemorySegment target) throws IOException {
    byte[] piece = new byte[(int) Math.min(PIECE, target.byteSize())];
    long position = 0;
    while (position < target.byteSize()) {
      int count = source.read(piece, 0, (int) Math.min(piece.length, target.byteSize() - position));
      if (count < 0) {
        throw new InvalidRequestException(
            "put of a stream with %d bytes: it ended after %d; give the right length, or none"
                .formatted(target.byteSize(), position));
      }
      MemorySegment.copy(piece, 0, target, ValueLayout.JAVA_BYTE, position, count);
      position += count;
    }
  }

  /** Puts all objects or none. */
  void putAll(List<NewObject> objects) {
    session.requireWritable("put of " + objects.size() + " objects");
    if (frameLength(objects) <= FrameHeader.MAX_FRAME_LENGTH) {
      session.calls().call(new PutRequest(objects.stream().map(Puts::message).toList()));
    } else {
      putOneByOne(objects);
    }
  }

  private static long frameLength(List<NewObject> objects) {
    long length = FRAME_OVERHEAD;
    for (NewObject object : objects) {
      length +=
          PutObject.MIN_ENCODED_LENGTH + (long) object.data().length + object.metadata().length;
    }
    return length;
  }

  private static PutObject message(NewObject object) {
    return new PutObject(
        object.id(),
        MemorySegment.ofArray(object.data()),
        MemorySegment.ofArray(object.metadata()));
  }

  /** First all are written, then all are sealed: until then any failure leaves nothing behind. */
  private void putOneByOne(List<NewObject> objects) {
    List<Draft> drafts = new ArrayList<>(objects.size());
    boolean written = false;
    try {
      for (NewObject object : objects) {
        Draft draft =
            writes.create(
                object.id(),
                object.data().length,
                object.metadata().length,
                Creates.STORE_DEADLINE);
        drafts.add(draft);
        MemorySegment data = MemorySegment.ofArray(object.data());
        Copying.copy(data, 0, writableData(draft), 0, data.byteSize());
        copyMetadata(draft, object.metadata());
      }
      written = true;
    } finally {
      if (!written) {
        drafts.forEach(writes::abortAfterFailure);
      }
    }
    drafts.forEach(writes::seal);
  }
}
