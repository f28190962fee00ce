// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.ranks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The points that all ranks come to, one after the other, each with something to say. When the last
 * one is there all may go on, and know what all have said. It ends for all when one is lost, one
 * says that it cannot go on, or one does not come in time.
 *
 * <p>A step function: no thread, no clock, no connection. For one thread at a time.
 */
final class Assembly {
  private final int size;
  private final long patienceNs;
  private final List<byte @Nullable []> said;
  private final boolean[] left;
  private String point = "";
  private String lastPoint = "the start";
  private long deadlineNs;
  private int here;
  private @Nullable String failure;

  /**
   * Nobody is there yet.
   *
   * @param patienceNs how long the first at a point waits for the last
   */
  Assembly(int size, long patienceNs, long nowNs) {
    this.size = size;
    this.patienceNs = patienceNs;
    this.said = new ArrayList<>(Arrays.asList(new byte @Nullable [size][]));
    this.left = new boolean[size];
    this.deadlineNs = nowNs + patienceNs;
  }

  /**
   * A rank is at a point.
   *
   * @return what all have said, by rank, when it was the last to come; else null
   */
  @Nullable List<byte[]> come(int rank, String where, byte[] says, long nowNs) {
    if (failure != null) {
      return null;
    }
    if (here > 0 && !where.equals(point)) {
      fail("rank %d is at '%s', others at '%s'".formatted(rank, where, point));
      return null;
    }
    if (here == 0) {
      point = where;
      deadlineNs = nowNs + patienceNs;
    }
    if (said.set(rank, says) != null) {
      fail("rank %d came twice to '%s'".formatted(rank, where));
      return null;
    }
    here++;
    return here == size ? release(nowNs) : null;
  }

  private List<byte[]> release(long nowNs) {
    List<byte[]> all = new ArrayList<>(size);
    for (int rank = 0; rank < size; rank++) {
      byte[] one = said.set(rank, null);
      if (one != null) {
        all.add(one);
      }
    }
    here = 0;
    lastPoint = point;
    deadlineNs = nowNs + patienceNs;
    return all;
  }

  /** A rank is done, and will not be missed. */
  void leave(int rank) {
    left[rank] = true;
  }

  /** The connection to a rank ended. */
  void lose(int rank, String host) {
    if (!left[rank]) {
      String where = here > 0 ? "others wait at '" + point : "all were last at '" + lastPoint;
      fail(
          "rank %d on %s is gone: its process ended, or cannot be reached any more; %s'"
              .formatted(rank, host, where));
    }
  }

  /** It cannot go on, for a reason; the first one counts. */
  void fail(String why) {
    if (failure == null) {
      failure = why;
    }
  }

  /**
   * Looks at the time. Who computes between two points may take as long as it takes to the next.
   */
  void work(long nowNs) {
    if (nowNs - deadlineNs > 0 && !isOver()) {
      String where = here > 0 ? "'" + point : "what follows '" + lastPoint;
      fail(
          "%s did not come to %s' within %d s"
              .formatted(missing(), where, patienceNs / 1_000_000_000));
    }
  }

  private String missing() {
    String ranks =
        IntStream.range(0, size)
            .filter(rank -> said.get(rank) == null)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", "));
    return (ranks.contains(",") ? "ranks " : "rank ") + ranks + " of " + size;
  }

  private boolean isOver() {
    return IntStream.range(0, size).allMatch(rank -> left[rank]);
  }

  /** Why it ended; null while it goes on. */
  @Nullable String failure() {
    return failure;
  }
}
