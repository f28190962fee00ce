// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.directory.Location;
import io.tokamak.fabric.NodeRef;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A location as bytes, little-endian, without its holder:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                            offset                             |  0
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                      length of the data                       |  8
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                    length of the metadata                     | 16
 * +---------------------------------------------------------------+
 * |                             entry                             | 20
 * +---------------------------------------------------------------+
 * |                          generation                           | 24
 * +---------------------------------------------------------------+
 * </pre>
 */
final class LocationCodec {
  static final int LENGTH = 28;

  private LocationCodec() {}

  static byte[] encode(Location location) {
    ByteBuffer target = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    target.putLong(location.offset()).putLong(location.dataLength());
    target.putInt(location.metadataLength()).putInt(location.entry());
    return target.putInt(location.generation()).array();
  }

  /** The location with these bytes; null if they are none. */
  static @Nullable Location decode(NodeRef holder, byte[] bytes) {
    if (bytes.length != LENGTH) {
      return null;
    }
    ByteBuffer source = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    try {
      return new Location(
          holder,
          source.getLong(),
          source.getLong(),
          source.getInt(),
          source.getInt(),
          source.getInt());
    } catch (IllegalArgumentException none) {
      return null;
    }
  }
}
