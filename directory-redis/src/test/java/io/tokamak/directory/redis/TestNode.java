// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.directory.Directory;
import io.tokamak.directory.DirectoryListener;
import io.tokamak.directory.FabricOffer;
import io.tokamak.directory.Location;
import io.tokamak.directory.NodeInfo;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node that holds objects, and announces all when it is asked to. */
final class TestNode implements DirectoryListener {
  private final Directory directory;
  private final NodeInfo info;
  private final Map<ObjectId, Location> held = new LinkedHashMap<>();
  private final List<String> events = new ArrayList<>();
  private int announcedAll;
  private int generation;

  TestNode(Directory directory, long id, long epoch) {
    this.directory = directory;
    RemotePointer memory = new RemotePointer(epoch, 1, 1, 0, 1 << 20);
    FabricAddress address = new FabricAddress("tcp", "127.0.0.1:" + (7000 + id));
    this.info =
        new NodeInfo(
            new NodeRef(id, epoch),
            "node-" + id,
            1 << 20,
            List.of(new FabricOffer(address, memory, memory)));
    directory.join(info, this);
  }

  Directory directory() {
    return directory;
  }

  NodeInfo info() {
    return info;
  }

  NodeRef ref() {
    return info.ref();
  }

  /** What it heard of other nodes. */
  List<String> events() {
    return events;
  }

  int announcedAll() {
    return announcedAll;
  }

  Map<ObjectId, Location> held() {
    return held;
  }

  boolean isSettled(int members) {
    return directory.status().reachable()
        && directory.status().queuedAnnouncements() == 0
        && directory.nodes().size() == members;
  }

  /** Holds the object from now on, at a new place. */
  Location put(ObjectId id) {
    generation++;
    Location location =
        new Location(ref(), generation * 64L, 1000 + generation, 8, generation, generation);
    held.put(id, location);
    directory.announce(id, location);
    return location;
  }

  void remove(ObjectId id) {
    Location location = held.remove(id);
    if (location != null) {
      directory.withdraw(id, location);
    }
  }

  @Override
  public void joined(NodeInfo node) {
    events.add("joined " + node.ref());
  }

  @Override
  public void left(NodeRef node, String why) {
    events.add("left " + node + " " + why);
  }

  @Override
  public void announceAll() {
    announcedAll++;
    held.forEach(directory::announce);
  }

  @Override
  public String toString() {
    return ref() + " " + directory.status() + " sees " + directory.nodes().size() + " " + events;
  }
}
