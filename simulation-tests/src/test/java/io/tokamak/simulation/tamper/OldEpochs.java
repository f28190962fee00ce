// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.tamper;

import io.tokamak.directory.Directory;
import io.tokamak.directory.Location;
import io.tokamak.directory.NodeInfo;
import io.tokamak.fabric.NodeRef;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was true of an earlier life of a node is taken for true of the present one. */
final class OldEpochs extends Between {
  private final Map<ObjectId, Map<Long, Location>> known = new HashMap<>();

  @Override
  public Directory directory(Directory right) {
    return new DirectoryBetween(right) {
      @Override
      List<Location> instead(ObjectId id, List<Location> locations) {
        Map<Long, Location> byNode = known.computeIfAbsent(id, unknown -> new LinkedHashMap<>());
        locations.forEach(location -> byNode.put(location.holder().node(), location));
        List<Location> all = new ArrayList<>(locations);
        byNode.values().forEach(location -> addRevived(location, right, all));
        return all;
      }
    };
  }

  private static void addRevived(Location old, Directory directory, List<Location> all) {
    for (NodeInfo node : directory.nodes()) {
      NodeRef ref = node.ref();
      if (ref.node() == old.holder().node() && ref.epoch() > old.holder().epoch()) {
        all.add(
            new Location(
                ref,
                old.offset(),
                old.dataLength(),
                old.metadataLength(),
                old.entry(),
                old.generation()));
      }
    }
  }
}
