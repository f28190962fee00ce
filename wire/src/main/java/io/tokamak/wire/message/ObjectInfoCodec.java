// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.ObjectState;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.util.Optional;

/** The form of an {@link ObjectInfo} on the wire. */
final class ObjectInfoCodec {
  static final int ENCODED_LENGTH = 66;

  private ObjectInfoCodec() {}

  static void encode(FrameWriter writer, ObjectInfo info) {
    writer.putId(info.id());
    writer.putU8(info.state().code());
    writer.putU64(info.dataLength());
    writer.putU32(info.metadataLength());
    writer.putU32(info.pins());
    writer.putFlag(info.pinnedByUser());
    writer.putU64(info.createdAtMicros());
    writer.putU64(info.sealedAtMicros());
    writer.putU32(info.creatorPid());
    writer.putU64(info.offset());
  }

  static ObjectInfo decode(FrameReader reader) {
    return new ObjectInfo(
        reader.getId(),
        ObjectState.of(reader.getU8()),
        reader.getU63(),
        reader.getU31(),
        reader.getU31(),
        reader.getFlag(),
        reader.getU64(),
        reader.getU64(),
        reader.getU31(),
        reader.getU63());
  }

  static void encodeOptional(FrameWriter writer, Optional<ObjectInfo> info) {
    writer.putFlag(info.isPresent());
    info.ifPresent(present -> encode(writer, present));
  }

  static Optional<ObjectInfo> decodeOptional(FrameReader reader) {
    return reader.getFlag() ? Optional.of(decode(reader)) : Optional.empty();
  }
}
