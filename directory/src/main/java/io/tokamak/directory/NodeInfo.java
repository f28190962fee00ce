// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory;

import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.peer.PeerAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of the cluster, in one of its lives.
 *
 * @param ref which node, which life
 * @param name for people
 * @param capacityBytes of its store
 * @param offers its fabrics
 */
public record NodeInfo(NodeRef ref, String name, long capacityBytes, List<FabricOffer> offers) {
  /** Copies the list. */
  public NodeInfo {
    offers = List.copyOf(offers);
  }

  /** Where to connect to it. */
  public PeerAddress address() {
    return new PeerAddress(ref, offers.stream().map(FabricOffer::address).toList());
  }

  /** What it offers over that fabric; null when it does not have it. */
  public @Nullable FabricOffer offer(String fabric) {
    for (FabricOffer offer : offers) {
      if (offer.address().fabric().equals(fabric)) {
        return offer;
      }
    }
    return null;
  }
}
