// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import io.tokamak.directory.DirectoryListener;
import io.tokamak.directory.FabricOffer;
import io.tokamak.directory.Location;
import io.tokamak.directory.NodeInfo;
import io.tokamak.directory.message.DirectoryMessageType;
import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.fabric.peer.Backoff;
import io.tokamak.fabric.peer.Peers;
import io.tokamak.fabric.service.MessageHeader;
import io.tokamak.fabric.service.Switchboard;
import io.tokamak.testkit.simulation.Node;
import io.tokamak.testkit.simulation.NodeProcess;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One life of a simulated node: it holds objects, announces them, and knows who is there. */
final class TestNode implements NodeProcess, DirectoryListener {
  /** Short times, so that much happens in little simulated time. */
  static final DirectorySettings SETTINGS =
      new DirectorySettings(2_000_000, 8_000_000, new Backoff(200_000, 2_000_000), 10_000);

  private static final long CONNECT_NS = 3_000_000;

  private final Node node;
  private final EmbeddedDirectory directory;
  private final Peers peers;
  private final Map<ObjectId, Location> held = new LinkedHashMap<>();
  private final Set<NodeRef> there = new LinkedHashSet<>();
  private final List<String> events = new ArrayList<>();
  private final int[] received = new int[256];
  private String lastEnd = "";
  private int generations;

  TestNode(Node node, @Nullable FabricAddress joinAt) {
    this(node, joinAt, SETTINGS);
  }

  TestNode(Node node, @Nullable FabricAddress joinAt, DirectorySettings settings) {
    this.node = node;
    Switchboard switchboard = new Switchboard();
    peers =
        new Peers(
            List.of(node.fabric()),
            counting(switchboard),
            new Backoff(100_000, 1_000_000),
            CONNECT_NS);
    directory = new EmbeddedDirectory(switchboard, peers, joinAt, settings, node.clock());
    directory.join(info(), this);
  }

  private FabricListener counting(Switchboard switchboard) {
    return new FabricListener() {
      @Override
      public void connected(Endpoint endpoint) {
        switchboard.connected(endpoint);
      }

      @Override
      public void disconnected(Endpoint endpoint, String why) {
        lastEnd = why;
        switchboard.disconnected(endpoint, why);
      }

      @Override
      public void received(Endpoint endpoint, MemorySegment message) {
        received[MessageHeader.type(message)]++;
        switchboard.received(endpoint, message);
      }

      @Override
      public void completed(Endpoint endpoint, long token, OperationStatus status, long value) {
        switchboard.completed(endpoint, token, status, value);
      }
    };
  }

  /** How many messages of a type have arrived. */
  int received(DirectoryMessageType type) {
    return received[type.code()];
  }

  /** Why the last connection ended. */
  String lastEnd() {
    return lastEnd;
  }

  NodeInfo info() {
    RemotePointer memory = new RemotePointer(node.ref().epoch(), 1, 1, 0, 4096);
    return new NodeInfo(
        node.ref(), node.name(), 1 << 20, List.of(new FabricOffer(node.address(), memory, memory)));
  }

  EmbeddedDirectory directory() {
    return directory;
  }

  Node node() {
    return node;
  }

  /** What it holds. */
  Map<ObjectId, Location> held() {
    return held;
  }

  /** Who is there, as the listener was told. */
  Set<NodeRef> there() {
    return there;
  }

  /** What the listener was told. */
  List<String> events() {
    return events;
  }

  Location hold(ObjectId id) {
    generations++;
    Location location =
        new Location(node.ref(), 64L * generations, 10, 2, generations, generations);
    held.put(id, location);
    directory.announce(id, location);
    node.fabric().wakeUp();
    return location;
  }

  void drop(ObjectId id) {
    Location location = held.remove(id);
    if (location != null) {
      directory.withdraw(id, location);
      node.fabric().wakeUp();
    }
  }

  @Override
  public long step() {
    peers.poll(node.nowNs());
    peers.work(node.nowNs());
    directory.work(node.nowNs());
    return directory.nextDeadlineNs(node.nowNs());
  }

  @Override
  public void joined(NodeInfo joined) {
    there.add(joined.ref());
    events.add("joined " + joined.name());
  }

  @Override
  public void left(NodeRef left, String why) {
    there.remove(left);
    events.add("left " + why);
  }

  @Override
  public void announceAll() {
    events.add("announce all");
    held.forEach(directory::announce);
  }
}
