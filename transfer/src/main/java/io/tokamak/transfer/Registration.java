// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

/** When memory is registered with a fabric. */
public enum Registration {
  /** All of the store, once, at the start. */
  WHOLE_STORE,
  /** The place of an object when it is moved; the last ones are kept. */
  CACHED,
  /** The place of each object for each transfer. */
  PER_TRANSFER
}
