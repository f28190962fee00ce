// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A point in the life of one thread, given by the answers it got so far: what it does next, or how
 * it ended. The points of a thread form a tree; equal ids mean equal pasts.
 */
final class Point {
  final int id;
  final int depth;
  final @Nullable Point parent;
  final long result;
  final @Nullable Access next;
  final @Nullable Throwable failure;
  private final Map<Long, Point> children = new HashMap<>(2);

  Point(
      int id,
      @Nullable Point parent,
      long result,
      @Nullable Access next,
      @Nullable Throwable failure) {
    this.id = id;
    this.depth = parent == null ? 0 : parent.depth + 1;
    this.parent = parent;
    this.result = result;
    this.next = next;
    this.failure = failure;
  }

  boolean ended() {
    return next == null;
  }

  @Nullable Point child(long answer) {
    return children.get(answer);
  }

  void child(long answer, Point point) {
    children.put(answer, point);
  }

  /** Whether the thread tries the very access again that has just told it nothing new. */
  boolean spins() {
    return parent != null
        && next != null
        && next.equals(parent.next)
        && (next.shape() == Access.Shape.LOAD
            || (next.kind() == Access.Kind.COMPARE_AND_SET && result == 0));
  }
}
