// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import java.nio.file.Path;
import java.util.List;

/** How a node is started. */
@FunctionalInterface
public interface NodeCommand {
  /** The command line of a node in the foreground. */
  List<String> of(Path socket, long memoryBytes);
}
