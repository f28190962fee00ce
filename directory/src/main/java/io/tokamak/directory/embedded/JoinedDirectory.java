// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import static java.util.Objects.requireNonNull;

import io.tokamak.directory.Directory;
import io.tokamak.directory.DirectoryListener;
import io.tokamak.directory.DirectoryStatus;
import io.tokamak.directory.Finder;
import io.tokamak.directory.Location;
import io.tokamak.directory.NodeInfo;
import io.tokamak.directory.Search;
import io.tokamak.directory.message.DirectoryMessage;
import io.tokamak.directory.message.DirectoryMessageType;
import io.tokamak.directory.message.FoundMessage;
import io.tokamak.directory.message.HeartbeatMessage;
import io.tokamak.directory.message.JoinMessage;
import io.tokamak.directory.message.JoinedMessage;
import io.tokamak.directory.message.LeaveMessage;
import io.tokamak.directory.message.LeftMessage;
import io.tokamak.directory.message.MembersMessage;
import io.tokamak.directory.message.RefusedMessage;
import io.tokamak.directory.message.UpdateMessage.Kind;
import io.tokamak.directory.message.UpdatedMessage;
import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.service.BadMessageException;
import io.tokamak.fabric.service.MessageWriter;
import io.tokamak.fabric.service.NodeService;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The directory at a node that has joined the one at another node.
 *
 * <p>Nothing of what is to be sent is kept as a message but changes: what is due is known as state,
 * and a message is made of it when there is room for one. So nothing piles up while the host is
 * slow, and what the host has to be told after it was away is what is so then.
 */
final class JoinedDirectory implements Directory, NodeService {
  /** Where this node stands with the host. */
  private enum State {
    /** There is no connection to the host. */
    AWAY,
    /** There is one, and JOIN is to be sent, or to be answered. */
    JOINING,
    /** The host knows this node, and this node knows the others. */
    MEMBER,
    /** This node has left, for ever. */
    CLOSED
  }

  private final HostLink link;
  private final DirectorySettings settings;
  private final LongSupplier clock;
  private final MessageWriter writer;
  private final AwakeClock awake;
  private final UpdateQueue updates;
  private final Publications publications = new Publications();
  private final Searches searches = new Searches(location -> node(location.holder()) != null);
  private final List<NodeInfo> told = new ArrayList<>();
  private State state = State.AWAY;
  private @Nullable Roster roster;
  private @Nullable DirectoryListener listener;
  private @Nullable Outlet outlet;
  private @Nullable NodeRef sessionHost;
  private long session;
  private long heartbeatNs;
  private long leaseNs;
  private long heardNs;
  private long nextHeartbeatNs;
  private long mostQueued;
  private long dropped;
  private boolean joinDue;
  private boolean heartbeatDue;
  private boolean forgotten;
  private String why = "";

  JoinedDirectory(
      HostLink link,
      DirectorySettings settings,
      LongSupplier clock,
      MessageWriter writer,
      UpdateQueue updates) {
    this.link = link;
    this.settings = settings;
    this.clock = clock;
    this.writer = writer;
    this.updates = updates;
    awake = new AwakeClock(settings.heartbeatNs());
    heartbeatNs = settings.heartbeatNs();
    leaseNs = settings.leaseNs();
    mostQueued = settings.mostQueued();
  }

  // --- what the manager asks for

  @Override
  public void join(NodeInfo self, DirectoryListener newListener) {
    MembersMessage.check(self);
    roster = new Roster(self, newListener);
    listener = newListener;
  }

  private Roster roster() {
    return requireNonNull(roster, "join comes first");
  }

  @Override
  public void announce(ObjectId id, Location location) {
    roster().checkOwn(location);
    change(Kind.ADD, id, location);
  }

  @Override
  public void withdraw(ObjectId id, Location location) {
    change(Kind.WITHDRAW, id, location);
  }

  @Override
  public void doubt(ObjectId id, Location location) {
    change(Kind.DOUBT, id, location);
  }

  /** Nothing is added to a queue that has a gap: all is to be announced anew. */
  private void change(Kind kind, ObjectId id, Location location) {
    forgotten |= updates.size() >= mostQueued;
    if (forgotten) {
      dropped++;
    } else {
      updates.add(kind, id, location);
    }
  }

  @Override
  public void whenPublished(Runnable published) {
    publications.add(forgotten ? Long.MAX_VALUE : updates.last(), published);
  }

  @Override
  public Search search(List<ObjectId> ids, boolean watching, Finder finder) {
    OpenSearch search = searches.open(ids, watching, finder);
    send();
    return search;
  }

  @Override
  public Collection<NodeInfo> nodes() {
    return roster().all();
  }

  @Override
  public @Nullable NodeInfo node(NodeRef ref) {
    return roster().node(ref);
  }

  @Override
  public DirectoryStatus status() {
    boolean reachable = state == State.MEMBER && why.isEmpty();
    String reason = why.isEmpty() ? "not joined yet" : why;
    return new DirectoryStatus(
        "embedded",
        link.address().toString(),
        reachable,
        reachable ? "" : reason,
        updates.size(),
        dropped);
  }

  // --- steps

  @Override
  public int work(long nowNs) {
    if (state == State.CLOSED || roster == null) {
      return 0;
    }
    long awakeNs = awake.at(nowNs);
    int work = roster().expire(awakeNs);
    if (link.work(nowNs)) {
      begin(awakeNs);
    }
    work += look(awakeNs) + send() + publish();
    if (!why.isEmpty()) {
      work += searches.unavailable(why);
    }
    return work;
  }

  private int publish() {
    return state == State.MEMBER ? publications.run(updates.made()) : 0;
  }

  /** There is a connection to the host: this node joins. */
  private void begin(long awakeNs) {
    state = State.JOINING;
    outlet = new Outlet(requireNonNull(link.endpoint()));
    joinAnew(awakeNs);
  }

  private void joinAnew(long awakeNs) {
    state = State.JOINING;
    if (!requireNonNull(link.host()).equals(sessionHost)) {
      session = 0;
    }
    if (forgotten) {
      session = 0;
      updates.clear();
      forgotten = false;
      publications.postpone(Long.MAX_VALUE);
    }
    told.clear();
    heardNs = awakeNs;
    joinDue = true;
    heartbeatDue = false;
  }

  private int look(long awakeNs) {
    if (state == State.JOINING && awakeNs - heardNs >= leaseNs) {
      requireNonNull(outlet).endpoint().close("the directory does not answer");
      lost("it does not answer", awakeNs);
      link.failed("it does not answer", clock.getAsLong());
      return 1;
    }
    if (state != State.MEMBER) {
      return 0;
    }
    if (why.isEmpty() && awakeNs - heardNs >= leaseNs) {
      why = "nothing was heard for %d ms".formatted(leaseNs / 1_000_000);
    }
    if (forgotten && updates.size() == 0) {
      joinAnew(awakeNs);
    } else if (awakeNs - nextHeartbeatNs >= 0) {
      nextHeartbeatNs = awakeNs + heartbeatNs;
      heartbeatDue = true;
      return 1;
    }
    return 0;
  }

  /** Sends what is due, as long as there is room. Returns how many messages. */
  private int send() {
    int messages = 0;
    Outlet to = outlet;
    while (to != null && to.isFree() && sendNext(to)) {
      messages++;
    }
    return messages;
  }

  private boolean sendNext(Outlet to) {
    if (joinDue) {
      joinDue = false;
      to.send(new JoinMessage(session, updates.made() + 1, roster().self()).write(writer));
      return true;
    }
    if (state != State.MEMBER) {
      return false;
    }
    if (heartbeatDue) {
      heartbeatDue = false;
      to.send(HeartbeatMessage.HEARTBEAT.write(writer));
      return true;
    }
    return sendQuestions(to) || sendUnwatched(to) || sendChanges(to);
  }

  private boolean sendQuestions(Outlet to) {
    OpenSearch search = searches.toAsk();
    if (search == null) {
      return false;
    }
    writer.begin(DirectoryMessageType.SEARCH.code(), search.isWatching() ? 1 : 0, search.number());
    while (writer.room() >= ObjectId.LENGTH && search.hasMore() && searches.mayAsk(search)) {
      writer.putId(searches.ask(search));
    }
    to.send(writer.end());
    return true;
  }

  private boolean sendUnwatched(Outlet to) {
    if (!searches.hasUnwatched()) {
      return false;
    }
    writer.begin(DirectoryMessageType.UNWATCH.code(), 0, 0);
    while (writer.room() >= ObjectId.LENGTH && searches.hasUnwatched()) {
      writer.putId(searches.nextUnwatched());
    }
    to.send(writer.end());
    return true;
  }

  private boolean sendChanges(Outlet to) {
    MemorySegment changes = updates.toSend();
    if (changes == null || !to.trySend(changes)) {
      return false;
    }
    updates.sent();
    return true;
  }

  @Override
  public long nextDeadlineNs(long nowNs) {
    boolean publishes = state == State.MEMBER && publications.isDue(updates.made());
    if (publishes || (!why.isEmpty() && searches.hasUntold())) {
      return nowNs;
    }
    Outlet to = outlet;
    if (to != null && isSendDue()) {
      return to.isFree() ? nowNs : nowNs + heartbeatNs / 64;
    }
    return link.nextDeadlineNs(nowNs, nowNs + heartbeatNs / 2);
  }

  private boolean isSendDue() {
    return joinDue
        || (state == State.MEMBER
            && (heartbeatDue
                || updates.isSendDue()
                || searches.hasUnwatched()
                || searches.toAsk() != null));
  }

  @Override
  public void close() {
    Outlet to = outlet;
    if (state == State.MEMBER && to != null && to.isFree()) {
      to.trySend(LeaveMessage.LEAVE.write(writer));
    }
    state = State.CLOSED;
    outlet = null;
    searches.closeAll();
  }

  // --- what the host says

  @Override
  public void connected(Endpoint endpoint) {
    if (roster != null && state != State.CLOSED && link.connected(endpoint)) {
      begin(awake.at(clock.getAsLong()));
      send();
    }
  }

  @Override
  public void disconnected(Endpoint endpoint, String reason) {
    long nowNs = clock.getAsLong();
    if (state != State.CLOSED && link.disconnected(endpoint, reason, nowNs)) {
      lost(reason, awake.at(nowNs));
    }
  }

  /** Whatever was under way to the host or back is lost. */
  private void lost(String reason, long awakeNs) {
    state = State.AWAY;
    outlet = null;
    joinDue = false;
    why = reason;
    searches.lost();
  }

  @Override
  public void received(Endpoint endpoint, MemorySegment message) {
    if (roster == null || state == State.CLOSED) {
      return;
    }
    DirectoryMessage read = DirectoryMessage.read(message);
    if (read instanceof JoinMessage) {
      refuse(endpoint);
    } else if (outlet != null && endpoint.equals(outlet.endpoint())) {
      heardNs = awake.at(clock.getAsLong());
      if (state == State.MEMBER && !why.isEmpty()) {
        why = "";
        searches.available();
      }
      received(read);
      send();
    }
  }

  private void refuse(Endpoint endpoint) {
    RefusedMessage refused =
        new RefusedMessage("the directory is not here but at " + link.address());
    if (!new Outlet(endpoint).trySend(refused.write(writer))) {
      endpoint.close(refused.why());
    }
  }

  private void received(DirectoryMessage message) {
    switch (message) {
      case MembersMessage members -> members(members);
      case JoinedMessage joined -> joined(joined);
      case RefusedMessage refused -> {
        lost(refused.why(), heardNs);
        link.failed(refused.why(), clock.getAsLong());
      }
      case LeftMessage left -> left(left);
      case UpdatedMessage updated -> {
        if (state == State.MEMBER) {
          updates.made(updated.last());
          publish();
        }
      }
      case FoundMessage found -> found(found);
      case HeartbeatMessage heartbeat -> {}
      default ->
          throw new BadMessageException(
              "found %s, which only nodes that join send".formatted(message.type()));
    }
  }

  private void members(MembersMessage members) {
    if (state == State.MEMBER) {
      members.nodes().forEach(roster()::add);
    } else {
      told.addAll(members.nodes());
    }
  }

  private void joined(JoinedMessage joined) {
    if (state != State.JOINING) {
      throw new BadMessageException("found JOINED, and this node had not asked for it");
    }
    NodeRef host = requireNonNull(link.host());
    boolean known = session != 0 && joined.session() == session;
    boolean anotherHost = !host.equals(sessionHost);
    session = joined.session();
    sessionHost = host;
    leaseNs = Math.max(4, joined.leaseNs());
    heartbeatNs = Math.min(settings.heartbeatNs(), leaseNs / 4);
    nextHeartbeatNs = heardNs + heartbeatNs;
    state = State.MEMBER;
    why = "";
    searches.available();
    link.joined(clock.getAsLong());
    if (known) {
      updates.made(joined.nextUpdate() - 1);
    }
    updates.sendAgain();
    enroll(anotherHost);
    if (!known) {
      announceAll();
    }
  }

  /** The queue takes as much as the node holds, and as much again. */
  private void announceAll() {
    mostQueued = Long.MAX_VALUE;
    requireNonNull(listener).announceAll();
    mostQueued = Math.max(settings.mostQueued(), 2 * updates.size());
    publications.postpone(updates.last());
  }

  private void enroll(boolean anotherHost) {
    List<NodeInfo> there = List.copyOf(told);
    told.clear();
    if (anotherHost) {
      roster().begin(there, heardNs + 2 * leaseNs);
    } else {
      roster().replace(there);
    }
  }

  private void left(LeftMessage left) {
    if (!left.node().equals(roster().self().ref())) {
      if (state == State.MEMBER) {
        roster().remove(left.node(), left.why());
      }
    } else if (state == State.MEMBER) {
      Outlet same = outlet;
      lost("the directory took this node for gone: it " + left.why(), heardNs);
      outlet = same;
      session = 0;
      joinAnew(heardNs);
    }
  }

  private void found(FoundMessage found) {
    if (state != State.MEMBER) {
      return;
    }
    for (FoundMessage.Finding finding : found.findings()) {
      if (found.number() == 0) {
        searches.changed(finding.id(), finding.locations());
      } else {
        searches.answer(found.number(), finding.id(), finding.locations());
      }
    }
  }

  /** What is kept, for those who look whether anything stays behind. */
  DirectoryFigures figures() {
    return new DirectoryFigures(0, 0, 0, searches.watched(), searches.size(), updates.size());
  }
}
