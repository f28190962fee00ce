// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import io.tokamak.memory.os.NumaTopology;
import io.tokamak.memory.os.RdmaDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the kernel shows of a machine and of this process.
 *
 * @param root of the file system, {@code /} but for tests
 */
record Machine(Path root) {
  /** The one this process runs on. */
  static Machine here() {
    return new Machine(Path.of("/"));
  }

  /** A file or directory, by its path without the slash in front. */
  Path path(String path) {
    return root.resolve(path);
  }

  /** A short file without white space around it; empty when it is not there. */
  Optional<String> text(String path) {
    try {
      return Optional.of(Files.readString(path(path)).strip());
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  /** What stands behind a word at the start of a line. */
  Optional<String> value(String path, String key) {
    return text(path).stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).strip())
        .findFirst();
  }

  /** What is in a directory; nothing when it is not there. */
  List<Path> children(String directory) {
    try (Stream<Path> children = Files.list(path(directory))) {
      return children.sorted().toList();
    } catch (IOException absent) {
      return List.of();
    }
  }

  List<RdmaDevice> devices() {
    return RdmaDevice.all(root);
  }

  NumaTopology numa() {
    return NumaTopology.read(root);
  }
}
