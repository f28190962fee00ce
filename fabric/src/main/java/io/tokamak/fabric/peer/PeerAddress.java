// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.peer;

import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.NodeRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where one life of a node can be reached, over each fabric it has. */
public record PeerAddress(NodeRef node, List<FabricAddress> addresses) {
  /** Copies the list. */
  public PeerAddress {
    addresses = List.copyOf(addresses);
  }

  /** Its address in that fabric; null when it has none. */
  public @Nullable FabricAddress in(String fabric) {
    for (FabricAddress address : addresses) {
      if (address.fabric().equals(fabric)) {
        return address;
      }
    }
    return null;
  }
}
