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
import io.tokamak.directory.message.FoundMessage;
import io.tokamak.directory.message.HeartbeatMessage;
import io.tokamak.directory.message.JoinMessage;
import io.tokamak.directory.message.JoinedMessage;
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
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The directory at a node that has joined the one at another node.
 *
 * <p>Nothing of what is to be sent is kept as a message but changes ({@link ToHost}). So nothing
 * piles up while the host is slow, and what the host has to be told after it was away is what is so
 * then.
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
  private final LongSupplier clock;
  private final MessageWriter writer;
  private final AwakeClock awake;
  private final Session session;
  private final Announcements announcements;
  private final Searches searches = new Searches(location -> node(location.holder()) != null);
  private final ToHost host;
  private final Enrolment enrolment = new Enrolment();
  private State state = State.AWAY;
  private @Nullable Roster roster;
  private @Nullable DirectoryListener listener;
  private String why = "";

  JoinedDirectory(
      HostLink link,
      DirectorySettings settings,
      LongSupplier clock,
      MessageWriter writer,
      UpdateQueue updates) {
    this.link = link;
    this.clock = clock;
    this.writer = writer;
    awake = new AwakeClock(settings.heartbeatNs());
    session = new Session(settings);
    announcements = new Announcements(updates, settings.mostQueued());
    host = new ToHost(writer, session, searches, announcements);
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
    announcements.add(Kind.ADD, id, location);
  }

  @Override
  public void withdraw(ObjectId id, Location location) {
    announcements.add(Kind.WITHDRAW, id, location);
  }

  @Override
  public void doubt(ObjectId id, Location location) {
    announcements.add(Kind.DOUBT, id, location);
  }

  @Override
  public void whenPublished(Runnable published) {
    announcements.whenPublished(published);
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
        announcements.queued(),
        announcements.dropped());
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
    return state == State.MEMBER ? announcements.publish() : 0;
  }

  /** There is a connection to the host: this node joins. */
  private void begin(long awakeNs) {
    host.begin(requireNonNull(link.endpoint()));
    joinAnew(awakeNs);
  }

  /** The host forgets what this node has asked before, and this node what is under way. */
  private void joinAnew(long awakeNs) {
    state = State.JOINING;
    searches.lost();
    if (announcements.hasGap()) {
      session.end();
      announcements.forget();
    }
    session.asks(requireNonNull(link.host()), awakeNs);
    enrolment.begin();
    host.joinDue();
  }

  private int look(long awakeNs) {
    if (state == State.JOINING && session.isSilent(awakeNs)) {
      host.close("the directory does not answer");
      lost("it does not answer");
      link.failed(why, clock.getAsLong());
      return 1;
    }
    if (state != State.MEMBER) {
      return 0;
    }
    if (why.isEmpty() && session.isSilent(awakeNs)) {
      why = "nothing was heard for %d ms".formatted(session.leaseNs() / 1_000_000);
    }
    if (announcements.hasGap() && announcements.queued() == 0) {
      joinAnew(awakeNs);
    } else if (session.takeHeartbeat(awakeNs)) {
      host.heartbeatDue();
      return 1;
    }
    return 0;
  }

  private int send() {
    Roster known = roster;
    return known == null ? 0 : host.send(known.self(), state == State.MEMBER);
  }

  @Override
  public long nextDeadlineNs(long nowNs) {
    boolean publishes = state == State.MEMBER && announcements.isPublishDue();
    if (publishes || (!why.isEmpty() && searches.hasUntold())) {
      return nowNs;
    }
    if (host.isDue(state == State.MEMBER)) {
      return host.hasRoom() ? nowNs : nowNs + session.heartbeatNs() / 64;
    }
    return link.nextDeadlineNs(nowNs, nowNs + session.heartbeatNs() / 2);
  }

  @Override
  public void close() {
    if (state == State.MEMBER) {
      host.leave();
    }
    state = State.CLOSED;
    host.end();
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
      lost(reason);
    }
  }

  /** Whatever was under way to the host or back is lost. */
  private void lost(String reason) {
    state = State.AWAY;
    host.end();
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
    } else if (host.goesOver(endpoint)) {
      session.heard(awake.at(clock.getAsLong()));
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
        lost(refused.why());
        link.failed(refused.why(), clock.getAsLong());
      }
      case LeftMessage left -> left(left);
      case UpdatedMessage updated -> {
        if (state == State.MEMBER) {
          announcements.made(updated.last());
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
      enrolment.add(members.nodes());
    }
  }

  private void joined(JoinedMessage joined) {
    if (state != State.JOINING) {
      throw new BadMessageException("found JOINED, and this node had not asked for it");
    }
    NodeRef who = requireNonNull(link.host());
    boolean anotherHost = !session.isOf(who);
    boolean known = session.confirm(who, joined);
    state = State.MEMBER;
    why = "";
    searches.available();
    link.joined(clock.getAsLong());
    enrolment.end(roster(), anotherHost, awake.at(clock.getAsLong()) + 2 * session.leaseNs());
    if (known) {
      announcements.resume(joined.nextUpdate());
    } else {
      announcements.announceAll(requireNonNull(listener));
    }
  }

  private void left(LeftMessage left) {
    if (!left.node().equals(roster().self().ref())) {
      if (state == State.MEMBER) {
        roster().remove(left.node(), left.why());
      }
    } else if (state == State.MEMBER) {
      why = "the directory took this node for gone: it " + left.why();
      session.end();
      joinAnew(awake.at(clock.getAsLong()));
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
    return new DirectoryFigures(
        0, 0, 0, searches.watched(), searches.size(), announcements.queued());
  }
}
