// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.pull;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was tried to get an object, and did not work. */
final class Tried {
  private static final int KEPT = 6;

  private final Deque<String> lines = new ArrayDeque<>();
  private int more;

  void add(String line) {
    if (line.equals(lines.peekLast())) {
      more++;
      return;
    }
    lines.add(line);
    if (lines.size() > KEPT) {
      lines.remove();
      more++;
    }
  }

  @Override
  public String toString() {
    String all = String.join("; ", lines);
    return more == 0 ? all : all + "; and " + more + " more";
  }
}
