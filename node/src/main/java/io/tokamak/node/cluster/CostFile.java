// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.cluster;

import io.tokamak.transfer.CostTable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What a calibration measured, kept for the next start. A file that cannot be read is as good as
 * none: the built-in figures do.
 */
final class CostFile {
  private static final Logger LOGGER = System.getLogger(CostFile.class.getName());
  private static final String NAME = "costs";

  private final Cluster.StateFiles files;

  CostFile(Cluster.StateFiles files) {
    this.files = files;
  }

  /** What was measured last; empty when nothing was, or it cannot be read. */
  Optional<CostTable> load() {
    try {
      Path file = files.file(NAME);
      return Files.exists(file)
          ? Optional.of(CostTable.parse(Files.readString(file)))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      LOGGER.log(Level.WARNING, "the measured costs are not used: {0}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Keeps what was measured, in place of what was there. */
  void save(CostTable costs) {
    try {
      Path file = files.file(NAME);
      Path draft = Files.createTempFile(file.getParent(), NAME, ".new");
      Files.writeString(draft, costs.toText());
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "the measured costs are not kept: {0}", e.toString());
    }
  }
}
