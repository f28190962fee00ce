// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.store;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/** CRC32C of memory. */
final class Checksums {
  private Checksums() {}

  static int of(MemorySegment memory) {
    CRC32C crc = new CRC32C();
    crc.update(memory.asByteBuffer());
    return (int) crc.getValue();
  }
}
