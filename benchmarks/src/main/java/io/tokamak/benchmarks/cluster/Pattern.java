// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Who fetches from whom. */
public enum Pattern {
  /** Each rank fetches from each other one, one pair after the other and nobody else meanwhile. */
  ALL_PAIRS("all-pairs"),
  /** All others fetch the same objects of the first rank. */
  ONE_TO_ALL("one-to-all"),
  /** The first rank fetches from all others, an equal share from each. */
  ALL_TO_ONE("all-to-one"),
  /** Each rank fetches from all others, objects that nobody else fetches. */
  N_TO_N("n-to-n");

  private final String label;

  Pattern(String label) {
    this.label = label;
  }

  /** As people call it. */
  public String label() {
    return label;
  }

  /** The one of that name. */
  public static Optional<Pattern> of(String label) {
    return Arrays.stream(values()).filter(pattern -> pattern.label.equals(label)).findFirst();
  }

  /** What is measured, one after the other. */
  List<Stage> stages(int ranks) {
    return switch (this) {
      case ALL_PAIRS -> pairs(ranks);
      case ONE_TO_ALL -> List.of(new Stage(0, Stage.ALL));
      case ALL_TO_ONE -> List.of(new Stage(Stage.ALL, 0));
      case N_TO_N -> List.of(new Stage(Stage.ALL, Stage.ALL));
    };
  }

  private static List<Stage> pairs(int ranks) {
    List<Stage> pairs = new ArrayList<>();
    for (int from = 0; from < ranks; from++) {
      for (int to = 0; to < ranks; to++) {
        if (from != to) {
          pairs.add(new Stage(from, to));
        }
      }
    }
    return pairs;
  }

  /**
   * One of them.
   *
   * @param from whose objects are fetched: a rank, or {@link #ALL}
   * @param to who fetches: a rank, or {@link #ALL}
   */
  record Stage(int from, int to) {
    static final int ALL = -1;

    /** The ranks that one fetches from, the next one first, so that not all begin at the same. */
    int[] sources(int rank, int ranks) {
      if (to != ALL && to != rank) {
        return new int[0];
      }
      if (from != ALL) {
        return from == rank ? new int[0] : new int[] {from};
      }
      return IntStream.range(1, ranks).map(step -> (rank + step) % ranks).toArray();
    }

    private static String name(int rank) {
      return rank == ALL ? "all" : String.valueOf(rank);
    }

    @Override
    public String toString() {
      return name(from) + " to " + name(to);
    }
  }
}
