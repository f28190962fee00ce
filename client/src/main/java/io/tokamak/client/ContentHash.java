// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over an object: of its data, or, with metadata, of the digests of both. */
final class ContentHash {
  private static final long PIECE = 1L << 20;

  private ContentHash() {}

  static byte[] of(ObjectHandle handle) {
    byte[] data = ofData(handle);
    byte[] metadata = handle.metadataBytes();
    if (metadata.length == 0) {
      return data;
    }
    MessageDigest both = sha256();
    both.update(data);
    return both.digest(sha256().digest(metadata));
  }

  private static byte[] ofData(ObjectHandle handle) {
    MessageDigest digest = sha256();
    try {
      update(digest, handle);
    } finally {
      Reference.reachabilityFence(handle);
    }
    return digest.digest();
  }

  private static void update(MessageDigest digest, ObjectHandle handle) {
    long life = handle.hold().requireOpen();
    long length = handle.length();
    for (long position = 0; position < length; position += PIECE) {
      MemorySegment piece = handle.rawData(position, Math.min(PIECE, length - position));
      digest.update(piece.asByteBuffer());
    }
    handle.hold().requireStill(life);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
