// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

/** Which transfers are checked by a checksum of the whole object, from holder to receiver. */
public enum Verify {
  /** All. Nothing is read without asking the holder. */
  ALWAYS,
  /** Those over fabrics that do not notice damage themselves. */
  NETWORK,
  /** None but those whose bytes came from several nodes. */
  NEVER
}
