// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/** The checksum of an object: CRC32C of its data, the padding behind it, and its metadata. */
public final class ObjectChecksum {
  private static final long AT_ONCE = 1 << 30;

  private ObjectChecksum() {}

  /** Of the object at {@code offset}, {@link Place#length} bytes long. */
  public static int of(MemorySegment data, long offset, long length) {
    CRC32C crc = new CRC32C();
    for (long done = 0; done < length; done += AT_ONCE) {
      long now = Math.min(AT_ONCE, length - done);
      crc.update(data.asSlice(offset + done, now).asByteBuffer());
    }
    return (int) crc.getValue();
  }
}
