// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.link;

import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.RemotePointer;

/**
 * A part of the store's data area that is registered for as long as this is held.
 *
 * @param region what it is registered in
 * @param start where that region starts in the data area
 * @param made how many registrations were made for it
 */
public record Hold(MemoryRegion region, long start, int made) {
  /** The same place, as peers name it. */
  public RemotePointer pointer(long offset, long length) {
    return region.pointer(offset - start, length);
  }

  /** Where an offset in the data area is in the region. */
  public long at(long offset) {
    return offset - start;
  }
}
