// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The id that the kernel of this machine gave itself when it started: processes with the same one
 * are on one machine, whatever addresses they have, also in containers.
 */
public final class BootId {
  private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");

  private BootId() {}

  /** Reads it. */
  public static UUID here() throws IOException {
    return UUID.fromString(Files.readString(FILE).trim());
  }
}
