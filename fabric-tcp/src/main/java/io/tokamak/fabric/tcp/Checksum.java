// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC32C, in one go or bit by bit; or none, which is 0. For one thread. */
final class Checksum {
  private final CRC32C crc = new CRC32C();
  private boolean off;

  /** Is 0 from here on, whatever is added. */
  void off() {
    off = true;
    crc.reset();
  }

  void reset() {
    crc.reset();
  }

  /** Adds {@code length} bytes from {@code at}; position and limit stay. */
  void add(ByteBuffer bytes, int at, int length) {
    if (off) {
      return;
    }
    int position = bytes.position();
    int limit = bytes.limit();
    bytes.limit(at + length).position(at);
    crc.update(bytes);
    bytes.limit(limit).position(position);
  }

  int value() {
    return (int) crc.getValue();
  }

  /** Of these bytes alone. */
  int of(ByteBuffer bytes, int at, int length) {
    crc.reset();
    add(bytes, at, length);
    return value();
  }
}
