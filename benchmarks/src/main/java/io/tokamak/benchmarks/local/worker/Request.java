// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local.worker;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A request that lies ready in memory, value included: only the key is written for each call. */
final class Request {
  private final ByteBuffer bytes;
  private final int keyOffset;

  private Request(ByteBuffer bytes, int keyOffset) {
    this.bytes = bytes;
    this.keyOffset = keyOffset;
  }

  /** A request without a value. */
  static Request of(String beforeKey, String afterKey) {
    return of(beforeKey, afterKey, 0, "");
  }

  /** A request with a value of so many bytes. */
  static Request of(String beforeKey, String afterKey, int sizeBytes, String end) {
    int valueOffset = beforeKey.length() + Keys.TEXT_LENGTH + afterKey.length();
    MemorySegment memory = Source.zeroed((long) valueOffset + sizeBytes + end.length());
    Source.fill(memory.asSlice(valueOffset, sizeBytes));
    ByteBuffer bytes = memory.asByteBuffer();
    bytes.put(0, ascii(beforeKey));
    bytes.put(beforeKey.length() + Keys.TEXT_LENGTH, ascii(afterKey));
    bytes.put(valueOffset + sizeBytes, ascii(end));
    return new Request(bytes, beforeKey.length());
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  ByteBuffer forKey(Keys keys, int index) {
    bytes.put(keyOffset, keys.texts(), index * Keys.TEXT_LENGTH, Keys.TEXT_LENGTH);
    return bytes.clear();
  }
}
