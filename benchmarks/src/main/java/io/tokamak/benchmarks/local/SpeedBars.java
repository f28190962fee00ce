// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import static io.tokamak.benchmarks.local.worker.Action.CONTAINS;
import static io.tokamak.benchmarks.local.worker.Action.COPY;
import static io.tokamak.benchmarks.local.worker.Action.GET;
import static io.tokamak.benchmarks.local.worker.Action.GET_AND_READ;
import static io.tokamak.benchmarks.local.worker.Action.LOAD;
import static io.tokamak.benchmarks.local.worker.Action.PUT_AND_DELETE;
import static io.tokamak.benchmarks.local.worker.Action.UNLOAD;

import io.tokamak.benchmarks.harness.Bar;
import io.tokamak.benchmarks.harness.Medians;
import io.tokamak.benchmarks.harness.Progress;
import io.tokamak.benchmarks.harness.Units;
import io.tokamak.benchmarks.local.worker.Action;
import io.tokamak.benchmarks.local.worker.SystemName;
import io.tokamak.benchmarks.local.worker.Task;
import io.tokamak.benchmarks.local.worker.Timings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How fast one client is, beside one client of Redis and beside a plain copy, in turns. */
final class SpeedBars {
  private static final int REPETITIONS = 9;
  private static final long CELL_NS = 250_000_000;
  private static final long WARM_UP_NS = 2_000_000_000;
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;
  private static final List<Integer> SIZES = List.of(KIB, 64 * KIB, MIB, 16 * MIB, 64 * MIB);
  private static final long KEYS = 7;

  private final List<Server> servers;
  private final Path directory;
  private final Progress progress;
  private final List<Bar> bars = new ArrayList<>();

  SpeedBars(List<Server> servers, Path directory, Progress progress) {
    this.servers =
        servers.stream().filter(server -> server.system() != SystemName.MEMCACHED).toList();
    this.directory = directory;
    this.progress = progress;
  }

  boolean comparedWithRedis() {
    return servers.size() > 1;
  }

  List<Bar> measure() {
    try (Crews crews = new Crews(servers, 1, directory)) {
      Crew tokamak = crews.list().getFirst();
      Optional<Crew> redis = crews.list().stream().skip(1).findFirst();
      crews.each(SpeedBars::warmUp);
      smallObjects(crews.list(), tokamak, redis);
      largeObjects(crews.list(), tokamak, redis);
      flatness(tokamak);
    }
    return bars;
  }

  private static void warmUp(Crew crew) {
    Task task = new Task(LOAD, KEYS, Plan.manyObjects(KIB), KIB, WARM_UP_NS, 1);
    crew.prepare(task);
    for (Action action : List.of(PUT_AND_DELETE, GET, GET_AND_READ, CONTAINS)) {
      crew.measure(task.withAction(action));
    }
    crew.prepare(task.withAction(UNLOAD));
  }

  private void smallObjects(List<Crew> crews, Crew tokamak, Optional<Crew> redis) {
    Task load = load(KIB, Plan.manyObjects(KIB));
    crews.forEach(crew -> crew.prepare(load));
    redis.ifPresent(peer -> smallBesides(tokamak, peer, load));
    crews.forEach(crew -> crew.prepare(load.withAction(UNLOAD)));
  }

  private void smallBesides(Crew tokamak, Crew redis, Task load) {
    progress.say("1 KiB beside Redis");
    Task put = new Task(PUT_AND_DELETE, 0, Plan.blockObjects(KIB), KIB, CELL_NS, 1);
    List<Timed> timed =
        takingTurns(
            List.of(
                new Cell(tokamak, load.withAction(GET_AND_READ)),
                new Cell(redis, load.withAction(GET)),
                new Cell(tokamak, load.withAction(CONTAINS)),
                new Cell(redis, load.withAction(CONTAINS)),
                new Cell(tokamak, put),
                new Cell(redis, put)));
    besides("get+read 1 KiB, random over 20,000, beside Redis GET", 80, timed.get(0), timed.get(1));
    besides("contains beside Redis EXISTS", 100, timed.get(2), timed.get(3));
    besides("put 1 KiB beside Redis SET", 12, timed.get(4), timed.get(5));
  }

  private void largeObjects(List<Crew> crews, Crew tokamak, Optional<Crew> redis) {
    Task load = load(MIB, Plan.FEW_OBJECTS);
    crews.forEach(crew -> crew.prepare(load));
    redis.ifPresent(peer -> largeBesides(tokamak, peer, load));
    crews.forEach(crew -> crew.prepare(load.withAction(UNLOAD)));
    putBesidesCopy(tokamak);
  }

  private void largeBesides(Crew tokamak, Crew redis, Task load) {
    progress.say("1 MiB beside Redis");
    Task get = load.withAction(GET);
    List<Timed> timed = takingTurns(List.of(new Cell(tokamak, get), new Cell(redis, get)));
    besides("get 1 MiB beside Redis GET", 5000, timed.get(0), timed.get(1));
    bars.add(
        Bar.atMost(
            "get and release by a reused handle: allocated",
            0.01,
            timed.getFirst().allocatedBytesPerOperation(),
            " B/op",
            "8 objects"));
  }

  private void putBesidesCopy(Crew tokamak) {
    progress.say("put of 1 MiB beside a copy");
    Task put = new Task(PUT_AND_DELETE, 0, Plan.blockObjects(MIB), MIB, CELL_NS, 1);
    List<Timed> timed =
        takingTurns(List.of(new Cell(tokamak, put), new Cell(tokamak, put.withAction(COPY))));
    bars.add(
        Bar.atLeast(
            "put 1 MiB: share of the speed of a plain copy",
            0.85,
            timed.get(1).micros() / timed.get(0).micros(),
            "",
            "put %s µs, copy %s µs".formatted(timed.get(0).show(), timed.get(1).show())));
  }

  /** At every size the same number of objects: only the size differs. */
  private void flatness(Crew tokamak) {
    progress.say("get from 1 KiB to 64 MiB");
    for (int i = 0; i < SIZES.size(); i++) {
      tokamak.prepare(load(SIZES.get(i), Plan.FEW_OBJECTS).withKeySeed(KEYS + i));
    }
    List<Cell> cells =
        IntStream.range(0, SIZES.size())
            .mapToObj(i -> load(SIZES.get(i), Plan.FEW_OBJECTS).withKeySeed(KEYS + i))
            .map(task -> new Cell(tokamak, task.withAction(GET)))
            .toList();
    List<Timed> timed = takingTurns(cells);
    cells.forEach(cell -> tokamak.prepare(cell.task.withAction(UNLOAD)));
    List<Double> micros = timed.stream().map(Timed::micros).toList();
    bars.add(
        Bar.atMost(
            "get and release, 1 KiB to 64 MiB: slowest to fastest",
            1.5,
            Collections.max(micros) / Collections.min(micros),
            "x",
            "µs " + micros.stream().map(Units::micros).toList()));
  }

  private static Task load(int sizeBytes, int objects) {
    return new Task(LOAD, KEYS, objects, sizeBytes, CELL_NS, 1);
  }

  private void besides(String name, double required, Timed ours, Timed theirs) {
    bars.add(
        Bar.atLeast(
            name,
            required,
            theirs.micros() / ours.micros(),
            "x",
            "%s µs, Redis %s µs".formatted(ours.show(), theirs.show())));
  }

  private record Cell(Crew crew, Task task) {}

  /** The repetitions of one cell. */
  private record Timed(List<Timings> repetitions) {
    double micros() {
      return Medians.median(repetitions.stream().map(each -> each.percentileMicros(50)).toList());
    }

    double allocatedBytesPerOperation() {
      return Medians.median(
          repetitions.stream()
              .map(each -> (double) each.allocatedBytes() / each.operations())
              .toList());
    }

    String show() {
      double[] sorted =
          Medians.sorted(repetitions.stream().mapToDouble(each -> each.percentileMicros(50)));
      return "%s (%s-%s)"
          .formatted(
              Units.micros(micros()),
              Units.micros(sorted[0]),
              Units.micros(sorted[sorted.length - 1]));
    }
  }

  /** Each cell once, then each again, so that all see the same machine. */
  private static List<Timed> takingTurns(List<Cell> cells) {
    List<Timed> timed = cells.stream().map(cell -> new Timed(new ArrayList<>())).toList();
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      for (int i = 0; i < cells.size(); i++) {
        Cell cell = cells.get(i);
        List<Timings> parts = cell.crew.measure(cell.task.withOrderSeed(repetition + 1)).getFirst();
        timed.get(i).repetitions.add(parts.getFirst());
      }
    }
    return timed;
  }
}
