// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How the demonstration ends: the node stops and leaves nothing. */
final class Ending {
  private final Story story;

  Ending(Story story) {
    this.story = story;
  }

  void stop(DemoNode node) throws IOException, InterruptedException {
    story.chapter("Stopping the node");
    List<Path> segments = segments(node.pid());
    long startNs = System.nanoTime();
    int exitCode = node.stop();
    story.check(
        exitCode == 0,
        "exit code %d, %.2f s after SIGTERM"
            .formatted(exitCode, (System.nanoTime() - startNs) / 1e9));
    boolean gone = !Files.exists(node.socket()) && segments.stream().noneMatch(Files::exists);
    story.check(gone, "its socket and its shared memory are removed");
  }

  /** The files it has mapped that have a path in /dev/shm. */
  private static List<Path> segments(long pid) throws IOException {
    try (Stream<String> mappings = Files.lines(Path.of("/proc/" + pid + "/maps"))) {
      return mappings
          .filter(mapping -> mapping.contains(" /dev/shm/"))
          .map(mapping -> Path.of(mapping.substring(mapping.indexOf("/dev/shm/"))))
          .distinct()
          .toList();
    }
  }
}
