// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is open so far: closed in the opposite order, when all is done or the rest fails. */
final class Opened implements AutoCloseable {
  private final Deque<Runnable> ends = new ArrayDeque<>();

  /** The next thing is open; {@code end} closes it. */
  void add(Runnable end) {
    ends.push(end);
  }

  /** Closes everything. Can be repeated. */
  @Override
  public void close() {
    while (!ends.isEmpty()) {
      ends.pop().run();
    }
  }
}
