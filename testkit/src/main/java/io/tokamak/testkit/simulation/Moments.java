// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

/**
 * Counts what happens on connections, so that one can be cut right after the n-th thing: something
 * was issued, it took place at the target, its issuer or its receiver heard of it.
 */
final class Moments {
  private static final long NEVER = -1;

  private long left = NEVER;

  void cutAfter(long moments) {
    if (moments < 1) {
      throw new IllegalArgumentException("cut after %d moments, 1 is the first".formatted(moments));
    }
    left = moments;
  }

  boolean isPending() {
    return left != NEVER;
  }

  void disarm() {
    left = NEVER;
  }

  void passed(Connection connection) {
    if (left != NEVER && !connection.isBroken() && --left == 0) {
      left = NEVER;
      connection.cut("cut at this moment");
    }
  }
}
