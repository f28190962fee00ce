// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.bridge;

import io.tokamak.transfer.Place;

/**
 * What an entry can say about its object: clients write there, and one that writes nonsense must
 * not lead the manager out of the data area.
 *
 * @param dataAreaLength bytes of the data area
 */
record Bounds(long dataAreaLength) {
  /** Whether an object can lie there. */
  boolean hold(long offset, long dataLength, int metadataLength) {
    return offset >= 0
        && dataLength >= 0
        && metadataLength >= 0
        && dataLength <= dataAreaLength
        && offset <= dataAreaLength - Place.length(dataLength, metadataLength);
  }
}
