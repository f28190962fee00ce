// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One object of a {@link PutRequest}, with its bytes. A decoded one shows the bytes in the frame:
 * it is good as long as the frame is.
 *
 * @param id the id it will have
 * @param data its data
 * @param metadata its metadata
 */
public record PutObject(ObjectId id, MemorySegment data, MemorySegment metadata) {
  /** Bytes that an object takes in a frame besides its data and metadata. */
  public static final int MIN_ENCODED_LENGTH = ObjectId.LENGTH + 2 * Integer.BYTES;

  void encode(FrameWriter writer) {
    writer.putId(id);
    writer.putU32(lengthOf(data));
    writer.putU32(lengthOf(metadata));
    writer.putBytes(data);
    writer.putBytes(metadata);
  }

  static PutObject decode(FrameReader reader) {
    ObjectId id = reader.getId();
    int dataLength = reader.getU31();
    int metadataLength = reader.getU31();
    return new PutObject(id, reader.getBytes(dataLength), reader.getBytes(metadataLength));
  }

  // More than a frame holds is refused by the writer as soon as the bytes are put.
  private static int lengthOf(MemorySegment bytes) {
    return (int) Math.min(bytes.byteSize(), Integer.MAX_VALUE);
  }

  /** Whether the ids and all bytes are the same. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PutObject object
        && id.equals(object.id)
        && data.mismatch(object.data) == -1
        && metadata.mismatch(object.metadata) == -1;
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "PutObject[id=%s, dataLength=%d, metadataLength=%d]"
        .formatted(id, data.byteSize(), metadata.byteSize());
  }
}
