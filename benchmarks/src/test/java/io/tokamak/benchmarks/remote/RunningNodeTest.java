// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.ChildProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunningNodeTest {
  @TempDir private Path directory;

  @Test
  void shouldNotWaitForOneThatEnded() {
    List<String> command = List.of("sh", "-c", "echo no such fabric; exit 2");
    Path log = directory.resolve("log");
    try (ChildProcess process = ChildProcess.start("the far node", command, log)) {
      RunningNode node = new RunningNode(process, directory.resolve("no.sock"));

      assertThatThrownBy(node::connect)
          .isInstanceOf(BenchException.class)
          .hasMessageContaining("the far node")
          .hasMessageContaining("ended. It said:\nno such fabric");
    }
  }
}
