// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.FabricAddress;
import java.nio.file.Path;
import java.util.UUID;

/**
 * An address: {@code shm://BOOT-ID/PATH-OF-THE-SOCKET}. The boot id says on which machine, and in
 * which of its lives, the path means something.
 */
record Location(UUID bootId, Path socket) {
  private static final int ID_LENGTH = 36;

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
