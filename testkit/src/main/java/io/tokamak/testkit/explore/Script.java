// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import java.util.Objects;

/** The answers that lead a thread from its start to a point of its life. */
final class Script {
  static final Script EMPTY = new Script(0);

  private final Access[] accesses;
  private final long[] results;

  private Script(int length) {
    accesses = new Access[length];
    results = new long[length];
  }

  static Script to(Point point) {
    Script script = new Script(point.depth);
    script.fill(point);
    return script;
  }

  static Script beyond(Point point, long answer) {
    Script script = new Script(point.depth + 1);
    script.set(point.depth, point, answer);
    script.fill(point);
    return script;
  }

  private void fill(Point last) {
    Point point = last;
    for (int i = last.depth - 1; i >= 0; i--) {
      Point parent = Objects.requireNonNull(point.parent);
      set(i, parent, point.result);
      point = parent;
    }
  }

  private void set(int index, Point point, long answer) {
    accesses[index] = Objects.requireNonNull(point.next);
    results[index] = answer;
  }

  int length() {
    return results.length;
  }

  Access access(int index) {
    return accesses[index];
  }

  long result(int index) {
    return results[index];
  }
}
