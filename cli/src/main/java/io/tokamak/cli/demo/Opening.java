// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.demo;

import io.tokamak.cli.text.ByteSize;
import java.io.IOException;
import java.nio.file.Path;

/** How the demonstration begins: a node starts. */
final class Opening {
  private final Story story;

  Opening(Story story) {
    this.story = story;
  }

  DemoNode start(Path directory, Samples samples) throws IOException {
    story.chapter(
        "Tokamak on Java %s, %d processors"
            .formatted(Runtime.version(), Runtime.getRuntime().availableProcessors()));
    long startNs = System.nanoTime();
    DemoNode node = DemoNode.start(directory, "first", samples.totalLength());
    story.tell(
        "A node in process %d: %s in %s, ready after %.2f s."
            .formatted(
                node.pid(),
                ByteSize.format(node.memoryBytes()),
                node.place(),
                (System.nanoTime() - startNs) / 1e9));
    return node;
  }
}
