// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.cluster;

import io.tokamak.benchmarks.cluster.Pattern.Stage;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The objects of one size that all ranks hold. Their ids follow from the run, so no rank has to
 * tell another one.
 */
final class Stock {
  private final List<List<ObjectId>> ids;
  private final int ranks;

  /**
   * So many objects of each rank.
   *
   * @param run unlike that of any other run that the directory may remember
   * @param each a whole number for each of the other ranks
   */
  Stock(String run, int ranks, int sizeBytes, int each) {
    this.ranks = ranks;
    ids =
        IntStream.range(0, ranks)
            .mapToObj(rank -> ids("%s/%d/%d/".formatted(run, sizeBytes, rank), each))
            .toList();
  }

  private static List<ObjectId> ids(String prefix, int each) {
    return IntStream.range(0, each).mapToObj(i -> ObjectId.named(prefix + i)).toList();
  }

  List<ObjectId> of(int rank) {
    return ids.get(rank);
  }

  /**
   * What a rank fetches: all of one source, or from each an equal part that nobody else fetches.
   */
  List<ObjectId> wanted(Stage stage, int rank) {
    int[] sources = stage.sources(rank, ranks);
    if (sources.length == 0) {
      return List.of();
    }
    if (stage.from() != Stage.ALL) {
      return of(sources[0]);
    }
    int part = of(rank).size() / sources.length;
    List<ObjectId> wanted = new ArrayList<>();
    for (int i = 0; i < part; i++) {
      for (int source : sources) {
        int begin = Math.floorMod(rank - source - 1, ranks) * part;
        wanted.add(of(source).get(begin + i));
      }
    }
    return wanted;
  }
}
