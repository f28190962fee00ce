// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.directory.Finder;
import io.tokamak.directory.Location;
import io.tokamak.fabric.NodeRef;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Notes what a search heard. */
final class Found implements Finder {
  private final Map<ObjectId, List<List<Location>>> heard = new HashMap<>();
  private final List<String> outages = new ArrayList<>();
  private int answers;

  @Override
  public void found(ObjectId id, List<Location> locations) {
    answers++;
    heard.computeIfAbsent(id, any -> new ArrayList<>()).add(List.copyOf(locations));
  }

  @Override
  public void unavailable(String why) {
    outages.add(why);
  }

  int answers() {
    return answers;
  }

  List<String> outages() {
    return outages;
  }

  /** All that was said of an object, one list for each time. */
  List<List<Location>> of(ObjectId id) {
    return heard.getOrDefault(id, List.of());
  }

  /** What was said of it last; empty if nothing was. */
  List<Location> last(ObjectId id) {
    List<List<Location>> all = of(id);
    return all.isEmpty() ? List.of() : all.getLast();
  }

  /** The nodes that were said last to hold it. */
  Set<NodeRef> holders(ObjectId id) {
    return last(id).stream().map(Location::holder).collect(Collectors.toSet());
  }
}
