// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.manager;

import io.tokamak.directory.DirectoryStatus;
import io.tokamak.directory.FabricOffer;
import io.tokamak.directory.NodeInfo;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.fabric.peer.Route;
import io.tokamak.transfer.CalibrationOutcome;
import io.tokamak.transfer.Call;
import io.tokamak.transfer.CostTable;
import io.tokamak.transfer.FetchListener;
import io.tokamak.transfer.FetchOptions;
import io.tokamak.transfer.FetchOutcome;
import io.tokamak.transfer.ManagerCalls;
import io.tokamak.transfer.Priority;
import io.tokamak.transfer.Protocol;
import io.tokamak.transfer.TransferRecord;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A manager that does what a test tells it, and notes what it was asked. */
final class FakeCalls implements ManagerCalls {
  static final NodeRef SELF = new NodeRef(0x11, 1);
  static final NodeRef PEER = new NodeRef(0x22, 2);

  /** Something asked of it. */
  static final class Started implements Call {
    final String what;
    final List<ObjectId> ids;
    final long deadlineNs;
    final @Nullable Object listener;
    boolean cancelled;

    Started(String what, List<ObjectId> ids, long deadlineNs, @Nullable Object listener) {
      this.what = what;
      this.ids = ids;
      this.deadlineNs = deadlineNs;
      this.listener = listener;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    void end(ObjectId id, FetchOutcome outcome) {
      if (!cancelled && listener instanceof FetchListener hears) {
        hears.ended(id, outcome);
      }
    }

    void endAll(FetchOutcome outcome) {
      ids.forEach(id -> end(id, outcome));
    }

    <T> T listener(Class<T> type) {
      return type.cast(listener);
    }
  }

  final List<Started> started = new ArrayList<>();
  final List<TransferRecord> transfers = new ArrayList<>();
  FetchOptions options = FetchOptions.NONE;
  @Nullable FetchOutcome immediately;
  int nodeCount = 2;

  Started last() {
    return started.getLast();
  }

  private Started start(String what, List<ObjectId> ids, long deadlineNs, Object listener) {
    Started call = new Started(what, ids, deadlineNs, listener);
    started.add(call);
    return call;
  }

  @Override
  public Call fetch(
      List<ObjectId> ids,
      Priority priority,
      FetchOptions fetchOptions,
      long deadlineNs,
      FetchListener listener) {
    options = fetchOptions;
    Started call = start("fetch " + priority, ids, deadlineNs, listener);
    if (immediately != null) {
      call.endAll(immediately);
    }
    return call;
  }

  @Override
  public Call push(List<ObjectId> ids, NodeRef to, long deadlineNs, FetchListener listener) {
    return start("push to " + to, ids, deadlineNs, listener);
  }

  @Override
  public Call broadcast(
      ObjectId id, List<NodeRef> to, long deadlineNs, BroadcastListener listener) {
    return start("broadcast to " + to, List.of(id), deadlineNs, listener);
  }

  @Override
  public Call locate(List<ObjectId> ids, long deadlineNs, LocateListener listener) {
    return start("locate", ids, deadlineNs, listener);
  }

  @Override
  public Call deleteEverywhere(List<ObjectId> ids, long deadlineNs, DeleteListener listener) {
    return start("delete", ids, deadlineNs, listener);
  }

  @Override
  public Call subscribe(NodeRef node, RemoteEvents listener) {
    return start("subscribe " + node, List.of(), 0, listener);
  }

  @Override
  public Call whenPublished(long deadlineNs, Consumer<String> failureOrEmpty) {
    return start("published", List.of(), deadlineNs, failureOrEmpty);
  }

  @Override
  public List<NodeInfo> nodes() {
    return IntStream.range(0, nodeCount)
        .mapToObj(i -> node(new NodeRef(0x11 + 0x11L * i, 1 + i), "node-" + i))
        .toList();
  }

  private static NodeInfo node(NodeRef ref, String name) {
    RemotePointer nowhere = new RemotePointer(ref.epoch(), 1, 1, 0, 64);
    FabricAddress address = new FabricAddress("tcp", "10.0.0.7:7420");
    return new NodeInfo(ref, name, 1 << 20, List.of(new FabricOffer(address, nowhere, nowhere)));
  }

  @Override
  public NodeInfo self() {
    return nodes().getFirst();
  }

  @Override
  public Route route(NodeRef node) {
    return new Route("tcp", List.of("shm: another machine"));
  }

  @Override
  public DirectoryStatus directory() {
    return new DirectoryStatus("embedded", "this node", true, "", 3, 0);
  }

  @Override
  public List<TransferRecord> transfers() {
    return transfers;
  }

  @Override
  public Map<String, Long> counters() {
    return Map.of("fetches", 12L);
  }

  @Override
  public CostTable costs() {
    List<Double> micros = List.of(90.5, 80.0, 20.25, 25.0, Double.NaN);
    return new CostTable(List.of(new CostTable.Row("tcp", 1024, micros, Protocol.EAGER, true)));
  }

  @Override
  public Call calibrate(NodeRef peer, long deadlineNs, Consumer<CalibrationOutcome> listener) {
    return start("calibrate " + peer, List.of(), deadlineNs, listener);
  }

  static TransferRecord transfer(long number, ObjectId id) {
    return new TransferRecord(
        number,
        id,
        PEER,
        true,
        "tcp",
        Protocol.EAGER,
        "cheapest at 1 KiB",
        TransferRecord.State.DONE,
        1024,
        2,
        0,
        1,
        2,
        1,
        1_700_000_000_000_000L,
        List.of(
            new TransferRecord.PhaseTime(TransferRecord.Phase.HANDSHAKE, 30_000),
            new TransferRecord.PhaseTime(TransferRecord.Phase.COPY, 2_000)));
  }
}
