// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.local.worker.SystemName;
import io.tokamak.node.JvmCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A small run from end to end: real servers, real client processes, no judgement of times. */
class LocalBenchTest {
  private static final Plan PLAN =
      new Plan(List.of(1 << 10, 1 << 16), List.of(1, 2), 2, 1_000_000, 1_000_000, 512 << 20);

  private final StringWriter printed = new StringWriter();

  private LocalBench open() throws IOException {
    NodeCommand node =
        (socket, bytes) ->
            JvmCommand.ofThisProcess()
                .of(BenchNode.class.getName(), List.of(socket.toString(), Long.toString(bytes)));
    return LocalBench.open(node, new PrintWriter(printed), line -> {});
  }

  private static Set<SystemName> installed() {
    Set<SystemName> installed = new HashSet<>(Set.of(SystemName.TOKAMAK));
    addIf(installed, SystemName.REDIS, "redis-server");
    addIf(installed, SystemName.MEMCACHED, "memcached");
    return installed;
  }

  private static void addIf(Set<SystemName> systems, SystemName system, String program) {
    Predicate<String> has = place -> Files.isExecutable(Path.of(place, program));
    if (List.of(System.getenv("PATH").split(":", -1)).stream().anyMatch(has)) {
      systems.add(system);
    }
  }

  @Test
  void shouldMeasureEverySystemOperationSizeAndNumberOfClients() throws IOException {
    List<Row> rows;
    Set<Long> before = descendants();
    try (LocalBench bench = open()) {
      rows = bench.compare(PLAN);
    }
    int systems = installed().size();
    int withContains = systems - (installed().contains(SystemName.MEMCACHED) ? 1 : 0);
    assertThat(rows).hasSize((4 * systems + withContains) * 2 * 2 * 2);
    String[] names = installed().stream().map(SystemName::label).toArray(String[]::new);
    assertThat(rows.stream().map(Row::system)).containsOnly(names);
    assertThat(rows)
        .allSatisfy(row -> {
          assertThat(row.operations()).isPositive();
          assertThat(row.p50Micros()).isPositive();
          assertThat(row.p99Micros()).isGreaterThanOrEqualTo(row.p50Micros());
        });
    assertThat(printed.toString()).contains("machine: cpu", "get+read", "ratio");
    assertThat(descendants()).isEqualTo(before);
  }

  private static Set<Long> descendants() {
    Set<Long> pids = new HashSet<>();
    ProcessHandle.current().descendants().forEach(child -> pids.add(child.pid()));
    return pids;
  }
}
