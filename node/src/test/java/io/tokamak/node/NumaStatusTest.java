// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NumaStatusTest {
  private static final long PID = 42;

  @TempDir private Path root;

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }

  private void process(String processors) throws IOException {
    file("proc/42/status", "Cpus_allowed_list:\t0-7");
    file("proc/42/task/42/comm", "java");
    file("proc/42/task/57/comm", "tokamak-store");
    file("proc/42/task/57/status", "Name:\ttokamak-store\nCpus_allowed_list:\t" + processors);
    file("proc/42/task/57/numa_maps", "55d0c0de prefer:1 file=/usr/bin/java mapped=1 N0=1");
  }

  private void nodes(String... processors) throws IOException {
    for (int number = 0; number < processors.length; number++) {
      file("sys/devices/system/node/node" + number + "/cpulist", processors[number]);
    }
  }

  @Test
  void shouldTellWhatTheStoresThreadIsBoundTo() throws IOException {
    nodes("0-3", "4-7");
    process("4-7");

    assertThat(NumaStatus.of(root, PID))
        .hasValue(new NumaStatus(2, OptionalInt.of(1), "4-7", "prefer:1"));
  }

  @Test
  void shouldTellThatItIsNotBound() throws IOException {
    nodes("0-3", "4-7");
    process("2-5");

    assertThat(NumaStatus.of(root, PID)).map(NumaStatus::boundTo).hasValue(OptionalInt.empty());
  }

  @Test
  void shouldNotCallAnUndividedMachineBound() throws IOException {
    nodes("0-7");
    process("0-7");

    assertThat(NumaStatus.of(root, PID))
        .hasValue(new NumaStatus(1, OptionalInt.empty(), "0-7", "prefer:1"));
  }

  @Test
  void shouldTellNothingOfAProcessThatIsGone() {
    assertThat(NumaStatus.of(root, PID)).isEmpty();
  }
}
