// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

/** What an atomic read-modify-write does to accesses of <em>other</em> words. */
public enum Strength {
  /** It is a full fence as well, as every locked instruction of x86 is. */
  FENCING_RMW,
  /**
   * It acquires and releases, but a later load of another word may still return an old value: Java
   * does not forbid it, and ARM's exclusive pair lets such a load go ahead of the store in it.
   */
  WEAK_RMW
}
