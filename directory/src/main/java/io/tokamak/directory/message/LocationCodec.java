// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.message;

import io.tokamak.directory.Location;
import io.tokamak.fabric.service.MessageReader;
import io.tokamak.fabric.service.MessageWriter;

/**
 * The form of a location, 44 bytes:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                      node of the holder                       |  0
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                      epoch of the holder                      |  8
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                  offset in its data area                      | 16
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                        length of the data                     | 24
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                     length of the metadata                    | 32
 * +---------------------------------------------------------------+
 * |                   entry in its object table                   | 36
 * +---------------------------------------------------------------+
 * |                    generation of that entry                   | 40
 * +---------------------------------------------------------------+
 * </pre>
 */
final class LocationCodec {
  static final int LENGTH = 44;

  private LocationCodec() {}

  static void put(MessageWriter to, Location location) {
    to.putNode(location.holder());
    to.putU64(location.offset());
    to.putU64(location.dataLength());
    to.putU32(location.metadataLength());
    to.putU32(location.entry());
    to.putU32(location.generation());
  }

  static Location get(MessageReader from) {
    return new Location(
        from.getNode(), from.getU63(), from.getU63(), from.getU31(), from.getU31(), from.getU32());
  }
}
