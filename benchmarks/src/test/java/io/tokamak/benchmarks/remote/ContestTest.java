// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.remote.contender.MemoryCopy;
import io.tokamak.benchmarks.remote.contender.RawSocket;
import io.tokamak.benchmarks.remote.contender.RawSocketServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContestTest {
  private static final RemotePlan PLAN =
      new RemotePlan(List.of(1000, 1 << 20), 2, 1_000_000, 1_000_000, 1L << 30);

  @TempDir private Path directory;

  private static void serve(Path port) {
    try {
      RawSocketServer.main(new String[] {port.toString()});
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void shouldMeasureEverybodyAtEachSizeOneByOneAndManyAtOnce() throws Exception {
    Path port = directory.resolve("port");
    Thread server = Thread.ofPlatform().start(() -> serve(port));
    await().until(() -> Files.exists(port));
    RemoteRows rows;
    try (RawSocket raw = new RawSocket(Integer.parseInt(Files.readString(port)));
        MemoryCopy copy = new MemoryCopy()) {
      rows = new Contest(PLAN, List.of(raw, copy), line -> {}).run();
    }
    server.join();
    assertThat(rows.all()).hasSize(2 * 2 * 2 * 2);
    assertThat(rows.all()).allSatisfy(row -> assertThat(row.p50Micros()).isPositive());
    assertThat(rows.of("raw-socket", "fetch-many", 1000))
        .hasSize(2)
        .extracting(Row::objects)
        .containsOnly(10_000);
    assertThat(new RemoteTable(rows).lines()).anyMatch(line -> line.startsWith("raw-socket"));
  }
}
