// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.cli.text.Progress;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of an object as {@link ObjectStoreClient#hash} has it, but with progress shown. */
final class ObjectDigest {
  private static final long PIECE = 1L << 20;

  private ObjectDigest() {}

  /** In hexadecimal digits. */
  static String of(ObjectStoreClient client, ObjectId id) {
    try (ObjectHandle object = client.get(id);
        Progress progress = Progress.of("hash " + id, object.length())) {
      byte[] data = ofData(object.data(), progress);
      byte[] metadata = object.metadataBytes();
      return HexFormat.of().formatHex(metadata.length == 0 ? data : ofBoth(data, metadata));
    }
  }

  private static byte[] ofData(MemorySegment data, Progress progress) {
    MessageDigest digest = sha256();
    for (long position = 0; position < data.byteSize(); position += PIECE) {
      long length = Math.min(PIECE, data.byteSize() - position);
      digest.update(data.asSlice(position, length).asByteBuffer());
      progress.step(length);
    }
    return digest.digest();
  }

  private static byte[] ofBoth(byte[] dataDigest, byte[] metadata) {
    MessageDigest both = sha256();
    both.update(dataDigest);
    return both.digest(sha256().digest(metadata));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
