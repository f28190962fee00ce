// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.Medians;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.harness.Units;
import io.tokamak.client.FetchOptions;
import io.tokamak.client.FetchResult;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.wire.ObjectId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the first fetch of a node costs that has never spoken to the holder, and what later ones do.
 * Nodes are new, so the first fetches also meet code that was never run: the second fetch tells one
 * from the other.
 */
final class Newcomers {
  private static final int SIZE_BYTES = 1 << 10;
  private static final int LATER = 400;
  private static final int COUNTED = 100;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final FetchOptions OPTIONS = FetchOptions.within(Duration.ofSeconds(60));

  private final Surroundings surroundings;
  private final int newcomers;

  Newcomers(Surroundings surroundings, int newcomers) {
    this.surroundings = surroundings;
    this.newcomers = newcomers;
  }

  List<Row> run(Way way) throws IOException {
    String address = surroundings.freeAddress();
    RunningNode far = surroundings.host(way, "first-" + way.label(), address);
    List<Row> rows = new ArrayList<>();
    try (ObjectStoreClient holder = far.connect()) {
      List<ObjectId> ids = new ArrayList<>();
      for (int i = 0; i < LATER; i++) {
        ids.add(ObjectId.random());
        holder.put(ids.get(i), new byte[SIZE_BYTES]);
      }
      holder.cluster().awaitPublished(Duration.ofSeconds(30));
      for (int number = 1; number <= newcomers; number++) {
        String name = "newcomer-" + way.label() + "-" + number;
        RunningNode near = surroundings.guest(way, name, address);
        try {
          rows.addAll(measure("tokamak-" + way.label() + "-chosen", near, ids, number));
        } finally {
          near.stop();
        }
      }
    } catch (InterruptedException e) {
      throw NodePair.interrupted(e);
    } finally {
      far.stop();
    }
    return rows;
  }

  /** For people: a line for each kind of fetch. */
  static List<String> lines(List<Row> rows) {
    return rows.stream()
        .map(Row::operation)
        .distinct()
        .map(operation -> line(rows, operation))
        .toList();
  }

  private static String line(List<Row> rows, String operation) {
    List<Double> micros =
        rows.stream()
            .filter(row -> row.operation().equals(operation))
            .map(Row::p50Micros)
            .sorted()
            .toList();
    return "%s %-18s %s µs (%s to %s)"
        .formatted(
            rows.getFirst().system(),
            operation,
            Units.micros(Medians.median(micros)),
            Units.micros(micros.getFirst()),
            Units.micros(micros.getLast()));
  }

  private static List<Row> measure(
      String system, RunningNode near, List<ObjectId> ids, int repetition)
      throws InterruptedException {
    try (ObjectStoreClient client = near.connect()) {
      List<Double> micros = new ArrayList<>();
      for (ObjectId id : ids) {
        micros.add(fetch(client, id));
      }
      double later = Medians.median(micros.subList(LATER - COUNTED, LATER));
      return List.of(
          row(system, "connection-first", repetition, micros.get(0)),
          row(system, "connection-second", repetition, micros.get(1)),
          row(system, "connection-tenth", repetition, micros.get(9)),
          row(system, "connection-later", repetition, later));
    }
  }

  private static double fetch(ObjectStoreClient client, ObjectId id) throws InterruptedException {
    long beforeNs = System.nanoTime();
    FetchResult result = client.cluster().fetch(List.of(id), OPTIONS).getFirst();
    double micros = (System.nanoTime() - beforeNs) / NANOS_PER_MICRO;
    if (!(result instanceof FetchResult.Arrived)) {
      throw new BenchException("a new node asked for " + id + " and did not get it: " + result);
    }
    return micros;
  }

  private static Row row(String system, String operation, int repetition, double micros) {
    return new Row(system, operation, SIZE_BYTES, 1, LATER, 1, repetition, micros, micros, 0)
        .among(2, 1);
  }
}
