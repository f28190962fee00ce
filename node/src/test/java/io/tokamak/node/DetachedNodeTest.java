// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.node.DetachedNode.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DetachedNodeTest {
  @TempDir private Path directory;

  /** As when another start wins: the log gets lines of both, the last one of the winner. */
  @Test
  void shouldReportItsOwnOutputAndNotThatOfOthers() throws IOException {
    Path log = Files.writeString(directory.resolve("node.log"), "before\n");
    String script = "echo own; echo other >> " + log + "; exit 7";
    DetachedNode node =
        new DetachedNode(List.of("sh", "-c", script), Map.of(), directory.resolve("no.sock"), log);

    Outcome outcome = node.start(Duration.ofSeconds(30));

    assertThat(outcome).isEqualTo(new Outcome.Failed(7, "own"));
    assertThat(log).hasContent("before\nother\nown\n");
    assertThat(directory).isDirectoryNotContaining("glob:**/start*");
  }

  @Test
  void shouldTellTheNodeByItsEnvironmentWhatOthersMustNotSee() throws IOException {
    DetachedNode node =
        new DetachedNode(
            List.of("sh", "-c", "echo $WORD; exit 7"),
            Map.of("WORD", "hidden"),
            directory.resolve("no.sock"),
            directory.resolve("node.log"));

    assertThat(node.start(Duration.ofSeconds(30))).isEqualTo(new Outcome.Failed(7, "hidden"));
  }
}
