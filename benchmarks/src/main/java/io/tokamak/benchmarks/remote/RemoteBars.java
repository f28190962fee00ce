// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import io.tokamak.benchmarks.harness.Bar;
import io.tokamak.benchmarks.harness.Ceiling;
import io.tokamak.benchmarks.harness.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What fetching must reach, judged by the rows of one run. */
final class RemoteBars {
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;
  private static final String FETCH = "fetch";
  private static final String LOCATED = "fetch-located";
  private static final String FETCH_MANY = FETCH + RemoteRows.MANY;
  private static final String RAW = "raw-socket";

  private final RemoteRows rows;
  private final List<Bar> bars = new ArrayList<>();

  RemoteBars(RemoteRows rows) {
    this.rows = rows;
  }

  List<Bar> judge() {
    for (int size : rows.sizes()) {
      choice("tcp", size);
      choice("shm", size);
      registration(size);
      throughput(size);
      latency(size);
    }
    calibration("tcp");
    calibration("shm");
    smallest();
    thesis();
    direct();
    bulk();
    return bars;
  }

  /**
   * The chosen protocol against the best that was measured. It was measured twice, by its name and
   * as the chosen one: both count for it, else noise alone would make it slower than itself.
   */
  private void choice(String fabric, int size) {
    String chosen = system(fabric, "chosen");
    OptionalDouble number = rows.figure(chosen, FETCH, size, Fetching.PROTOCOL);
    String protocol = number.isEmpty() ? "" : Fetching.PROTOCOLS.get((int) number.getAsDouble());
    double best = Double.POSITIVE_INFINITY;
    for (String other : Fetching.PROTOCOLS) {
      best = Math.min(best, choiceMicros(fabric, other, protocol, size));
    }
    double its =
        protocol.isEmpty()
            ? micros(chosen, FETCH, size)
            : choiceMicros(fabric, protocol, protocol, size);
    atLeast(
        fabric + " " + Units.size(size) + ": speed of the chosen protocol, by the best one's",
        0.95,
        best,
        its);
  }

  private double choiceMicros(String fabric, String protocol, String chosen, int size) {
    String system = system(fabric, protocol);
    return protocol.equals(chosen)
        ? rows.micros(system, system(fabric, "chosen"), FETCH, size).orElse(Double.NaN)
        : micros(system, FETCH, size);
  }

  private void throughput(int size) {
    if (size >= MIB) {
      double raw = micros(RAW, FETCH_MANY, size);
      double ours = micros(system("tcp", "chosen"), FETCH_MANY, size);
      atLeast(
          "tcp " + Units.size(size) + ": many at once, by the raw socket's throughput",
          0.8,
          raw,
          ours);
    }
  }

  private void latency(int size) {
    double redis = micros("redis", "get", size);
    double ours = micros(system("tcp", "chosen"), FETCH, size);
    double raw = micros(RAW, FETCH, size);
    if (size >= 64 * KIB) {
      String name = "tcp " + Units.size(size) + ": times as fast as Redis GET";
      atLeast(name, size == MIB ? 5 : 1, redis, ours, ceiling("the raw socket", redis, raw));
    }
  }

  private void smallest() {
    double raw = micros(RAW, FETCH, KIB);
    atMost(
        "tcp 1 KiB: time in raw round trips, with a lookup",
        4,
        micros(system("tcp", "chosen"), FETCH, KIB),
        raw);
    atMost(
        "tcp 1 KiB: time in raw round trips, without a lookup",
        2.5,
        micros(system("tcp", "chosen"), LOCATED, KIB),
        raw);
  }

  private void thesis() {
    for (String fabric : List.of("tcp", "shm")) {
      double baseline = micros(system(fabric, "socket4k"), FETCH, 4 * MIB);
      double ours = micros(system(fabric, "chosen"), FETCH, 4 * MIB);
      boolean tcp = fabric.equals("tcp");
      Optional<Ceiling> ceiling =
          tcp
              ? ceiling("the raw socket", baseline, micros(RAW, FETCH, 4 * MIB))
              : ceiling("a copy", baseline, micros("memcpy", FETCH, 4 * MIB));
      String name = fabric + " 4 MiB: times as fast as 4 KiB chunks";
      atLeast(name, tcp ? 5 : 7, baseline, ours, ceiling);
    }
    atLeast(
        "shm 4 MiB: many at once, by the bandwidth of a copy",
        0.7,
        micros("memcpy", FETCH_MANY, 4 * MIB),
        micros(system("shm", "chosen"), FETCH_MANY, 4 * MIB));
  }

  /**
   * Where one-sided becomes better than two-sided by what the node measured for itself, and by what
   * was measured here: how many sizes apart.
   */
  private void calibration(String fabric) {
    Crossing measured = crossing(fabric, FETCH);
    Crossing found = crossing(fabric, RemoteRows.CALIBRATED);
    if (measured.isKnown() && found.isKnown()) {
      bars.add(
          Bar.atMost(
              fabric + ": sizes between calibrated and measured crossover",
              1,
              found.sizesFrom(measured),
              "",
              "one-sided better " + found.text() + ", measured " + measured.text()));
    }
  }

  private Crossing crossing(String fabric, String operation) {
    return Crossing.of(rows, operation, system(fabric, "eager"), system(fabric, "rendezvous"));
  }

  /** Registering each object costs time whatever its size; the directory has no part in it. */
  private void registration(int size) {
    atMost(
        "ucx " + Units.size(size) + ": rendezvous, of one that registers for each transfer",
        1,
        micros(system("ucx", "rendezvous"), LOCATED, size),
        micros(system("ucx-per-transfer", "rendezvous"), LOCATED, size));
  }

  /** One round trip less, and nobody at the other end. */
  private void direct() {
    atMost(
        "ucx 1 KiB: direct, of rendezvous",
        0.75,
        micros(system("ucx", "direct"), LOCATED, KIB),
        micros(system("ucx", "rendezvous"), LOCATED, KIB));
  }

  private void bulk() {
    double micros = micros(system("tcp", "chosen"), FETCH_MANY, KIB);
    if (!Double.isNaN(micros)) {
      bars.add(
          Bar.atLeast(
              "tcp 1 KiB, 10,000 in one call",
              100_000,
              1e6 / micros,
              " objects/s",
              Units.micros(micros) + " µs each"));
    }
  }

  private static String system(String fabric, String protocol) {
    return "tokamak-" + fabric + "-" + protocol;
  }

  private double micros(String system, String operation, int size) {
    OptionalDouble found = rows.micros(system, operation, size);
    return found.orElse(Double.NaN);
  }

  /** How many times as fast as {@code theirs}; left out when one of them was not measured. */
  private void atLeast(String name, double required, double theirs, double ours) {
    atLeast(name, required, theirs, ours, Optional.empty());
  }

  private void atLeast(
      String name, double required, double theirs, double ours, Optional<Ceiling> ceiling) {
    if (!Double.isNaN(theirs) && !Double.isNaN(ours)) {
      add(Bar.atLeast(name, required, theirs / ours, "", basis(ours, theirs)), ceiling);
    }
  }

  private void add(Bar bar, Optional<Ceiling> ceiling) {
    bars.add(ceiling.map(bar::below).orElse(bar));
  }

  /** What would be reached by something else in place of ours, if that was measured. */
  private static Optional<Ceiling> ceiling(String name, double theirs, double its) {
    double reached = theirs / its;
    return Double.isNaN(reached) ? Optional.empty() : Optional.of(new Ceiling(name, reached));
  }

  private void atMost(String name, double required, double ours, double theirs) {
    if (!Double.isNaN(theirs) && !Double.isNaN(ours)) {
      bars.add(Bar.atMost(name, required, ours / theirs, "", basis(ours, theirs)));
    }
  }

  private static String basis(double ours, double theirs) {
    return Units.micros(ours) + " µs, against " + Units.micros(theirs) + " µs";
  }
}
