// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.manager;

import io.tokamak.directory.Directory;
import io.tokamak.directory.DirectoryListener;
import io.tokamak.directory.DirectoryStatus;
import io.tokamak.directory.NodeInfo;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.peer.Peers;
import io.tokamak.fabric.peer.Route;
import io.tokamak.fabric.service.ServiceId;
import io.tokamak.fabric.service.Switchboard;
import io.tokamak.transfer.Acceptance;
import io.tokamak.transfer.CalibrationOutcome;
import io.tokamak.transfer.Call;
import io.tokamak.transfer.CostTable;
import io.tokamak.transfer.FetchListener;
import io.tokamak.transfer.FetchOptions;
import io.tokamak.transfer.LocalStore;
import io.tokamak.transfer.ManagerCalls;
import io.tokamak.transfer.ManagerSettings;
import io.tokamak.transfer.Place;
import io.tokamak.transfer.Priority;
import io.tokamak.transfer.StoreNews;
import io.tokamak.transfer.TransferRecord;
import io.tokamak.transfer.calibration.CalibrationCall;
import io.tokamak.transfer.calibration.ScratchObjects;
import io.tokamak.transfer.choice.Choice;
import io.tokamak.transfer.choice.CostModel;
import io.tokamak.transfer.cluster.Announcer;
import io.tokamak.transfer.cluster.BroadcastCall;
import io.tokamak.transfer.cluster.DeleteCall;
import io.tokamak.transfer.cluster.LocateCall;
import io.tokamak.transfer.cluster.PublishedCall;
import io.tokamak.transfer.cluster.PushCall;
import io.tokamak.transfer.cluster.Pushes;
import io.tokamak.transfer.cluster.Reaching;
import io.tokamak.transfer.cluster.SubscribeCall;
import io.tokamak.transfer.cluster.Subscribers;
import io.tokamak.transfer.context.Alarms;
import io.tokamak.transfer.context.Context;
import io.tokamak.transfer.link.FabricSide;
import io.tokamak.transfer.link.Links;
import io.tokamak.transfer.pull.Pulls;
import io.tokamak.transfer.record.Counter;
import io.tokamak.transfer.record.Counters;
import io.tokamak.transfer.record.TransferLog;
import io.tokamak.transfer.serve.Serving;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The manager of a node, without its thread: whoever has the thread calls {@link #step} again and
 * again. In one step everything goes on that can, and nothing waits. Everything of this class
 * belongs to that thread.
 */
public final class Manager implements ManagerCalls, StoreNews, DirectoryListener, AutoCloseable {
  /** Connections being made are looked at this often. */
  private static final long PAUSE_CONNECTING_NS = 50_000_000;

  /**
   * So often it is looked whether peers say nothing, which they do for some seconds before it
   * counts, and whether there are better ways to them. All else is heard by a channel, or has its
   * deadline.
   */
  private static final long LONGEST_PAUSE_NS = 500_000_000;

  private static final long FARTHEST_NS = Long.MAX_VALUE / 4;
  private static final int NS_PER_MICRO = 1000;

  private final Context context;
  private final NodeInfo info;
  private final CostModel costs = new CostModel();
  private final Pulls pulls;
  private final Serving serving;
  private final Announcer announcer;
  private final Reaching reaching;
  private final Subscribers subscribers;
  private Consumer<CostTable> calibrated = costs -> {};
  private boolean closed;

  /**
   * A manager that has registered the memory of its store, and is in no cluster yet.
   *
   * @param name of the node, for people
   * @param capacityBytes of its store, as others are told
   * @param peers over all fabrics of the node; they tell {@code switchboard} what happens
   * @param clock in nanoseconds, the one of all deadlines
   * @param epochMicros microseconds since 1970, for records
   */
  public Manager(
      ManagerSettings settings,
      String name,
      long capacityBytes,
      LocalStore store,
      Directory directory,
      Peers peers,
      Switchboard switchboard,
      NodeRef self,
      LongSupplier clock,
      LongSupplier epochMicros) {
    this(
        settings,
        name,
        capacityBytes,
        store,
        directory,
        peers,
        switchboard,
        self,
        clock,
        epochMicros,
        Acceptance.STRICT);
  }

  /** One that takes for right what {@code acceptance} says, for tests with one that is wrong. */
  public Manager(
      ManagerSettings settings,
      String name,
      long capacityBytes,
      LocalStore store,
      Directory directory,
      Peers peers,
      Switchboard switchboard,
      NodeRef self,
      LongSupplier clock,
      LongSupplier epochMicros,
      Acceptance acceptance) {
    Counters counters = new Counters();
    List<FabricSide> sides = register(peers, store, settings, counters, clock);
    context =
        new Context(
            settings,
            self,
            store,
            directory,
            peers,
            new Links(peers, sides, counters),
            new Choice(settings, costs),
            counters,
            new TransferLog(self, clock, epochMicros),
            new Alarms(),
            acceptance,
            clock);
    info = new NodeInfo(self, name, capacityBytes, sides.stream().map(FabricSide::offer).toList());
    pulls = new Pulls(context);
    serving = new Serving(context, pulls::relayed);
    announcer = new Announcer(context, this);
    reaching = new Reaching(context);
    subscribers = new Subscribers(context);
    Pushes pushes = new Pushes(context, pulls::fetch);
    ScratchObjects scratch = new ScratchObjects(context);
    switchboard.add(
        ServiceId.TRANSFER, new Requests(context, serving, pushes, subscribers, scratch));
  }

  private static List<FabricSide> register(
      Peers peers,
      LocalStore store,
      ManagerSettings settings,
      Counters counters,
      LongSupplier clock) {
    long beganNs = clock.getAsLong();
    List<FabricSide> sides = new ArrayList<>();
    for (Fabric fabric : peers.fabrics()) {
      sides.add(new FabricSide(fabric, sides.size(), store, settings.registration(), counters));
    }
    counters.add(Counter.REGISTER_MICROS, (clock.getAsLong() - beganNs) / NS_PER_MICRO);
    return sides;
  }

  /** Joins the cluster, and announces what the store holds. */
  public void start() {
    context.directory().join(info, this);
    announcer.announceAll();
  }

  /**
   * Does all that can be done now. What comes of it is on its way to the peers when this returns.
   *
   * @return how much that was; 0: it was nothing
   */
  public int step(long nowNs) {
    int work = context.peers().poll(nowNs) + context.peers().work(nowNs);
    int own = work(nowNs);
    return own == 0 ? work : work + own + context.peers().poll(nowNs);
  }

  private int work(long nowNs) {
    int work = announcer.work();
    work += context.directory().work(nowNs);
    work += reaching.work() + context.alarms().work(nowNs);
    work += pulls.work(nowNs) + serving.work(nowNs) + subscribers.work();
    return work + context.links().work();
  }

  /** When {@link #step} has something to do at the latest, though nothing arrives. */
  public long nextDeadlineNs(long nowNs) {
    if (reaching.hasWork() || announcer.hasWork()) {
      return nowNs;
    }
    long next = nowNs + (context.peers().isConnecting() ? PAUSE_CONNECTING_NS : LONGEST_PAUSE_NS);
    next = Math.min(next, context.directory().nextDeadlineNs(nowNs));
    next = context.alarms().nextDeadlineNs(next);
    next = pulls.nextDeadlineNs(nowNs, next);
    next = serving.nextDeadlineNs(nowNs, next);
    return context.links().nextDeadlineNs(nowNs, next);
  }

  /** Leaves the cluster; everything that is under way fails. The fabrics stay open. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      pulls.close("the node stops");
      serving.close();
      context.directory().close();
      context.links().sides().forEach(FabricSide::close);
    }
  }

  @Override
  public Call fetch(
      List<ObjectId> ids,
      Priority priority,
      FetchOptions options,
      long deadlineNs,
      FetchListener listener) {
    return pulls.fetch(ids, priority, options, bounded(deadlineNs), listener);
  }

  /** A deadline that can be compared with any time. */
  private long bounded(long deadlineNs) {
    long nowNs = context.nowNs();
    long farthestNs = nowNs + FARTHEST_NS;
    return deadlineNs > farthestNs ? farthestNs : deadlineNs;
  }

  @Override
  public Call push(List<ObjectId> ids, NodeRef to, long deadlineNs, FetchListener listener) {
    return new PushCall(context, reaching, ids, to, null, bounded(deadlineNs), listener);
  }

  @Override
  public Call broadcast(
      ObjectId id, List<NodeRef> to, long deadlineNs, BroadcastListener listener) {
    return new BroadcastCall(context, reaching, id, to, bounded(deadlineNs), listener);
  }

  @Override
  public Call locate(List<ObjectId> ids, long deadlineNs, LocateListener listener) {
    return LocateCall.begin(context, ids, bounded(deadlineNs), listener);
  }

  @Override
  public Call deleteEverywhere(List<ObjectId> ids, long deadlineNs, DeleteListener listener) {
    announcer.news();
    return new DeleteCall(context, reaching, ids, bounded(deadlineNs), listener);
  }

  @Override
  public Call subscribe(NodeRef node, RemoteEvents listener) {
    return new SubscribeCall(context, reaching, node, listener);
  }

  @Override
  public Call whenPublished(long deadlineNs, Consumer<String> failureOrEmpty) {
    announcer.catchUp();
    return new PublishedCall(context, announcer, bounded(deadlineNs), failureOrEmpty);
  }

  @Override
  public Collection<NodeInfo> nodes() {
    return context.directory().nodes();
  }

  @Override
  public NodeInfo self() {
    return info;
  }

  @Override
  public Route route(NodeRef node) {
    return context.peers().route(node);
  }

  @Override
  public DirectoryStatus directory() {
    return context.directory().status();
  }

  @Override
  public List<TransferRecord> transfers() {
    return context.log().all();
  }

  @Override
  public Map<String, Long> counters() {
    Map<String, Long> all = new LinkedHashMap<>(context.counters().all());
    all.putAll(context.store().counters());
    return all;
  }

  @Override
  public CostTable costs() {
    return costs.table(context.links().sides().stream().map(FabricSide::name).toList());
  }

  /** From now on protocols are chosen by these costs, as far as they were measured. */
  public void install(CostTable table) {
    costs.install(table);
  }

  /** Who hears of all costs when a calibration has changed them. */
  public void whenCalibrated(Consumer<CostTable> listener) {
    calibrated = listener;
  }

  @Override
  public Call calibrate(NodeRef peer, long deadlineNs, Consumer<CalibrationOutcome> listener) {
    return new CalibrationCall(
        context, reaching, pulls::fetch, this::installed, peer, bounded(deadlineNs), listener);
  }

  private CostTable installed(CostTable measured) {
    install(measured);
    CostTable all = costs();
    calibrated.accept(all);
    return all;
  }

  @Override
  public void sealed(ObjectId id, Place place) {
    pulls.sealed(id);
    subscribers.sealed(id, place);
  }

  @Override
  public void gone(ObjectId id) {
    subscribers.gone(id);
  }

  @Override
  public void joined(NodeInfo node) {
    context.peers().know(node.address());
    for (NodeInfo other : context.directory().nodes()) {
      boolean earlierLife =
          other.ref().node() == node.ref().node() && other.ref().epoch() < node.ref().epoch();
      if (earlierLife) {
        context.peers().forget(other.ref(), "node %s has started again".formatted(node.ref()));
      }
    }
  }

  @Override
  public void left(NodeRef node, String why) {
    if (context.links().ready(node) == null) {
      context.peers().forget(node, why);
    }
  }

  @Override
  public void announceAll() {
    announcer.announceAll();
  }
}
