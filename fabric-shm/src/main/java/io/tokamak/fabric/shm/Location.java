// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.FabricAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * An address: {@code shm://BOOT-ID/PATH-OF-THE-SOCKET}. The boot id says on which machine, and in
 * which of its lives, the path means something.
 */
record Location(UUID bootId, Path socket) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final int ID_LENGTH = 36;

  /** The id that the kernel of this machine gave itself when it started. */
  static UUID bootIdHere() throws IOException {
    return UUID.fromString(Files.readString(BOOT_ID).trim());
  }

  FabricAddress address() {
    return new FabricAddress(ShmFabric.NAME, bootId.toString() + socket);
  }

  /** Reads it; throws {@link IllegalArgumentException}. */
  static Location parse(FabricAddress address) {
    String text = address.location();
    if (!address.fabric().equals(ShmFabric.NAME) || text.indexOf('/') != ID_LENGTH) {
      throw new IllegalArgumentException("expected shm://BOOT-ID/PATH-OF-A-SOCKET");
    }
    return new Location(
        UUID.fromString(text.substring(0, ID_LENGTH)), Path.of(text.substring(ID_LENGTH)));
  }
}
