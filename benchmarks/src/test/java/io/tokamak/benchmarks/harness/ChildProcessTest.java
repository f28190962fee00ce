// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChildProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private ChildProcess start(String script) {
    return ChildProcess.start("child", List.of("sh", "-c", script), directory.resolve("log"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void shouldKnowHowOneEnded(int code) throws Exception {
    try (ChildProcess child = start("echo its last words; exit " + code)) {
      assertThat(child.await(PATIENCE)).hasValue(code);
      assertThat(child.isAlive()).isFalse();
      assertThat(child.lastWords()).isEqualTo("its last words");
    }
  }

  @Test
  void shouldStopOneThatRunsOn() throws Exception {
    try (ChildProcess child = start("exec sleep 600")) {
      assertThat(child.await(Duration.ZERO)).isEmpty();
      child.close();
      assertThat(child.isAlive()).isFalse();
    }
  }
}
