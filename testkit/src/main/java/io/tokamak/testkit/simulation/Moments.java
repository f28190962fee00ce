// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import java.util.function.Consumer;

/**
 * Counts what happens on connections, so that something can be done right after the n-th thing:
 * something was issued, it took place at the target, its issuer or its receiver heard of it.
 */
final class Moments {
  private long left;
  private Consumer<Connection> action = Moments::nothing;

  private static void nothing(Connection connection) {}

  void after(long moments, Consumer<Connection> newAction) {
    if (moments < 1) {
      throw new IllegalArgumentException("after %d moments: 1 is the first".formatted(moments));
    }
    left = moments;
    action = newAction;
  }

  /** Returns whether the moment has not come yet. */
  boolean disarm() {
    boolean pending = left > 0;
    left = 0;
    action = Moments::nothing;
    return pending;
  }

  void passed(Connection connection) {
    if (left > 0 && !connection.isBroken() && --left == 0) {
      Consumer<Connection> due = action;
      action = Moments::nothing;
      due.accept(connection);
    }
  }
}
