// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.manager;

import io.tokamak.directory.DirectoryStatus;
import io.tokamak.directory.Location;
import io.tokamak.directory.NodeInfo;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.peer.Route;
import io.tokamak.transfer.CostTable;
import io.tokamak.transfer.ManagerCalls;
import io.tokamak.transfer.Protocol;
import io.tokamak.transfer.TransferRecord;
import io.tokamak.wire.message.CostRow;
import io.tokamak.wire.message.CostsReply;
import io.tokamak.wire.message.CounterValue;
import io.tokamak.wire.message.ManagerStatusReply;
import io.tokamak.wire.message.MessageLimits;
import io.tokamak.wire.message.NodeDescription;
import io.tokamak.wire.message.NodeKey;
import io.tokamak.wire.message.NodesReply;
import io.tokamak.wire.message.ObjectSource;
import io.tokamak.wire.message.TransferItem;
import io.tokamak.wire.message.TransfersReply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What the manager knows, as clients are told. */
final class Answers {
  private static final int MOST_LINES = 8;
  private static final int MOST_FAILURES = 500;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final List<Protocol> PROTOCOLS = List.of(Protocol.values());

  private Answers() {}

  static NodeKey key(NodeRef ref) {
    return new NodeKey(ref.node(), ref.epoch());
  }

  static NodeRef ref(NodeKey key) {
    return new NodeRef(key.node(), key.epoch());
  }

  static Location location(ObjectSource source) {
    return new Location(
        ref(source.holder()),
        source.offset(),
        source.dataLength(),
        source.metadataLength(),
        source.entry(),
        source.generation());
  }

  static ObjectSource source(Location location) {
    return new ObjectSource(
        key(location.holder()),
        location.offset(),
        location.dataLength(),
        location.metadataLength(),
        location.entry(),
        location.generation());
  }

  /** Failures, so few and so short that they fit. */
  static List<String> lines(List<String> failures) {
    return failures.stream().limit(MOST_FAILURES).map(MessageLimits::cut).toList();
  }

  /** A page of nodes, by their ids. Of this one it is said which ways it has, and why not more. */
  static NodesReply nodes(ManagerCalls calls, OwnWays ways, int cursor) {
    List<NodeInfo> all = new ArrayList<>(calls.nodes());
    all.sort(Comparator.comparingLong(node -> node.ref().node()));
    int from = Math.min(cursor, all.size());
    int to = Math.min(all.size(), from + MessageLimits.MAX_NODES);
    List<NodeDescription> page =
        all.subList(from, to).stream().map(node -> description(calls, ways, node)).toList();
    return new NodesReply(to < all.size() ? to : 0, page);
  }

  private static NodeDescription description(ManagerCalls calls, OwnWays ways, NodeInfo node) {
    boolean self = node.ref().equals(calls.self().ref());
    Route route = self ? new Route(ways.how(), ways.missing()) : calls.route(node.ref());
    return new NodeDescription(
        key(node.ref()),
        MessageLimits.cutName(node.name()),
        node.capacityBytes(),
        self,
        MessageLimits.cutName(route.fabric()),
        few(route.whyNotBetter()),
        few(node.offers().stream().map(offer -> offer.address().toString()).toList()));
  }

  private static List<String> few(List<String> lines) {
    return lines.stream().limit(MOST_LINES).map(MessageLimits::cut).toList();
  }

  static TransfersReply transfers(List<TransferRecord> transfers, int limit) {
    Summaries summaries = new Summaries(true);
    List<TransferItem> items =
        transfers.stream()
            .limit(Math.min(limit, MessageLimits.MAX_TRANSFERS))
            .map(summaries::item)
            .toList();
    return new TransfersReply(summaries.shared(), items);
  }

  static CostsReply costs(CostTable costs) {
    return new CostsReply(
        PROTOCOLS.stream().map(Protocol::label).toList(),
        costs.rows().stream().limit(MessageLimits.MAX_COSTS).map(Answers::row).toList());
  }

  private static CostRow row(CostTable.Row row) {
    return new CostRow(
        MessageLimits.cutName(row.fabric()),
        row.bytes(),
        row.measured(),
        PROTOCOLS.indexOf(row.chosen()),
        row.micros().stream().map(Answers::ns).toList());
  }

  private static long ns(double micros) {
    return Double.isNaN(micros)
        ? CostRow.IMPOSSIBLE
        : Math.max(0, Math.round(micros * NANOS_PER_MICRO));
  }

  static ManagerStatusReply status(ManagerCalls calls, Map<String, Long> ofClients) {
    List<CounterValue> counters = new ArrayList<>();
    calls.counters().forEach((name, value) -> counters.add(counter(name, value)));
    ofClients.forEach((name, value) -> counters.add(counter(name, value)));
    NodeInfo self = calls.self();
    return new ManagerStatusReply(
        key(self.ref()),
        MessageLimits.cutName(self.name()),
        directory(calls.directory()),
        counters);
  }

  private static CounterValue counter(String name, long value) {
    return new CounterValue(MessageLimits.cutName(name), value);
  }

  private static ManagerStatusReply.Directory directory(DirectoryStatus status) {
    return new ManagerStatusReply.Directory(
        MessageLimits.cutName(status.kind()),
        MessageLimits.cut(status.where()),
        status.reachable(),
        MessageLimits.cut(status.why()),
        status.queuedAnnouncements(),
        status.droppedAnnouncements());
  }
}
