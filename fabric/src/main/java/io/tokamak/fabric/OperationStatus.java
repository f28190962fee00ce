// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric;

/** How an operation ended. Whatever it is, the local memory belongs to the caller again. */
public enum OperationStatus {
  /** Done. A read has all its bytes; a write or an atomic is placed, visible after a flush. */
  DONE,
  /** The pointer is of another life of the node, or of a region that is gone. */
  STALE_POINTER,
  /** The pointer reaches outside its region. */
  OUT_OF_BOUNDS,
  /** The region does not allow this. */
  DENIED,
  /** An atomic whose word is not at a multiple of 8. */
  MISALIGNED,
  /**
   * Bytes arrived damaged, or were changed while they were moved. What a write has left is unknown.
   */
  CORRUPT,
  /** The connection is gone; whether a write or an atomic took place is unknown. */
  DISCONNECTED
}
