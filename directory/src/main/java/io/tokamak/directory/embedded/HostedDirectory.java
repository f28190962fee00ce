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
import io.tokamak.directory.message.HeartbeatMessage;
import io.tokamak.directory.message.JoinMessage;
import io.tokamak.directory.message.JoinedMessage;
import io.tokamak.directory.message.LeaveMessage;
import io.tokamak.directory.message.LeftMessage;
import io.tokamak.directory.message.MembersMessage;
import io.tokamak.directory.message.RefusedMessage;
import io.tokamak.directory.message.SearchMessage;
import io.tokamak.directory.message.UnwatchMessage;
import io.tokamak.directory.message.UpdateMessage;
import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.service.BadMessageException;
import io.tokamak.fabric.service.MessageWriter;
import io.tokamak.fabric.service.NodeService;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The directory at the node that hosts it: a table of locations, and the guests that have joined.
 *
 * <p>A guest is a member as long as it is heard within its lease, by this node's clock and only
 * while this node is awake. Its connection may break meanwhile: it keeps its locations if it is
 * back in time. Each message is answered before the next one is looked at, as far as there is room.
 */
final class HostedDirectory implements Directory, NodeService {
  private static final int SWEPT_AT_ONCE = 4096;
  private static final int LOOKED_UP_AT_ONCE = 4096;

  private final DirectorySettings settings;
  private final LongSupplier clock;
  private final MessageWriter writer;
  private final AwakeClock awake;
  private final LocationTable table = new LocationTable();
  private final Watches watches = new Watches();
  private final Map<Long, Guest> guests = new LinkedHashMap<>();
  private final Map<Endpoint, Guest> byEndpoint = new LinkedHashMap<>();
  private final SequencedSet<Guest> due = new LinkedHashSet<>();
  private final Publications publications = new Publications();
  private final Searches searches = new Searches(location -> true);
  private final SequencedSet<ObjectId> changed = new LinkedHashSet<>();
  private final Watches.Watcher own = changed::add;
  private @Nullable Roster roster;
  private @Nullable DirectoryListener listener;
  private int holder;
  private long sessions;
  private long nextLookNs;
  private boolean isSendDue;
  private boolean begun;
  private boolean closed;

  HostedDirectory(DirectorySettings settings, LongSupplier clock, MessageWriter writer) {
    this.settings = settings;
    this.clock = clock;
    this.writer = writer;
    awake = new AwakeClock(settings.heartbeatNs());
  }

  // --- this node's own

  @Override
  public void join(NodeInfo self, DirectoryListener newListener) {
    MembersMessage.check(self);
    roster = new Roster(self, newListener);
    listener = newListener;
    holder = table.enter(self.ref());
    nextLookNs = clock.getAsLong();
  }

  private Roster roster() {
    return requireNonNull(roster, "join comes first");
  }

  @Override
  public void announce(ObjectId id, Location location) {
    roster().checkOwn(location);
    if (table.add(holder, id, location)) {
      watches.changed(id);
    }
  }

  @Override
  public void withdraw(ObjectId id, Location location) {
    table.remove(id, location);
  }

  @Override
  public void doubt(ObjectId id, Location location) {
    table.remove(id, location);
  }

  @Override
  public void whenPublished(Runnable published) {
    publications.add(0, published);
  }

  @Override
  public Search search(List<ObjectId> ids, boolean watching, Finder finder) {
    return searches.open(ids, watching, finder);
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
    return new DirectoryStatus("embedded", "this node", true, "", 0, 0);
  }

  // --- steps

  @Override
  public int work(long nowNs) {
    if (closed || roster == null) {
      return 0;
    }
    long awakeNs = awake.at(nowNs);
    int work = begin() + sendDue() + table.sweep(SWEPT_AT_ONCE);
    work += lookUp() + tellChanged() + publications.run(0);
    if (awakeNs - nextLookNs >= 0) {
      nextLookNs = awakeNs + settings.heartbeatNs() / 2;
      work += endLeases(awakeNs);
    }
    return work;
  }

  private int begin() {
    if (begun) {
      return 0;
    }
    begun = true;
    requireNonNull(listener).announceAll();
    return 1;
  }

  private int lookUp() {
    int looked = 0;
    while (searches.hasUnwatched()) {
      watches.remove(searches.nextUnwatched(), own);
    }
    OpenSearch search;
    while (looked < LOOKED_UP_AT_ONCE && (search = searches.toAsk()) != null) {
      ObjectId id = searches.ask(search);
      if (search.isWatching()) {
        watches.remove(id, own);
        watches.add(id, own);
      }
      searches.answer(search.number(), id, table.find(id));
      looked++;
    }
    return looked;
  }

  private int tellChanged() {
    int told = 0;
    while (!changed.isEmpty()) {
      ObjectId id = changed.removeFirst();
      searches.changed(id, table.find(id));
      told++;
    }
    return told;
  }

  private int endLeases(long awakeNs) {
    List<Guest> late =
        guests.values().stream()
            .filter(guest -> awakeNs - guest.heardNs() >= settings.leaseNs())
            .toList();
    for (Guest guest : late) {
      remove(guest, "was not heard for %d ms".formatted((awakeNs - guest.heardNs()) / 1_000_000));
    }
    return late.size();
  }

  @Override
  public long nextDeadlineNs(long nowNs) {
    boolean now =
        !begun
            || table.isSweepDue()
            || searches.toAsk() != null
            || searches.hasUnwatched()
            || !changed.isEmpty()
            || publications.isDue(0)
            || isSendDue;
    if (now) {
      return nowNs;
    }
    return nowNs + (due.isEmpty() ? settings.heartbeatNs() / 2 : settings.heartbeatNs() / 64);
  }

  @Override
  public void close() {
    closed = true;
    searches.closeAll();
  }

  // --- guests

  @Override
  public void received(Endpoint endpoint, MemorySegment message) {
    if (closed || roster == null) {
      return;
    }
    DirectoryMessage read = DirectoryMessage.read(message);
    Guest guest = byEndpoint.get(endpoint);
    if (read instanceof JoinMessage join) {
      join(endpoint, join);
    } else if (guest != null) {
      guest.heard(awake.at(clock.getAsLong()));
      received(guest, read);
    } else if (read != LeaveMessage.LEAVE) {
      answer(endpoint, new LeftMessage(endpoint.peer(), "is not a member, or not any more"));
    }
    sendDue();
  }

  private void received(Guest guest, DirectoryMessage message) {
    switch (message) {
      case UpdateMessage update -> update(guest, update);
      case SearchMessage search -> guest.ask(search, watches);
      case UnwatchMessage unwatch -> guest.unwatch(unwatch.ids(), watches);
      case HeartbeatMessage heartbeat -> guest.tellHeartbeat();
      case LeaveMessage leave -> remove(guest, "has left");
      default ->
          throw new BadMessageException(
              "found %s, which only the host of a directory sends".formatted(message.type()));
    }
  }

  private void join(Endpoint endpoint, JoinMessage join) {
    NodeInfo info = join.self();
    if (!info.ref().equals(endpoint.peer())) {
      throw new BadMessageException(
          "found a JOIN of %s from %s".formatted(info.ref(), endpoint.peer()));
    }
    Guest known = guests.get(info.ref().node());
    if (info.ref().node() == roster().self().ref().node()) {
      answer(endpoint, new RefusedMessage("this node has the id of the host of the directory"));
    } else if (known != null && known.info().ref().epoch() > info.ref().epoch()) {
      answer(endpoint, new RefusedMessage("this node has started again as " + known.info().ref()));
    } else if (known != null && known.session() == join.session() && known.info().equals(info)) {
      welcome(known, endpoint);
    } else {
      welcome(replace(known, join), endpoint);
    }
  }

  private Guest replace(@Nullable Guest known, JoinMessage join) {
    NodeInfo info = join.self();
    if (known != null && known.info().ref().equals(info.ref())) {
      forget(known);
    } else if (known != null) {
      remove(known, "node " + info.ref() + " has started again");
    }
    Guest fresh =
        new Guest(info, ++sessions, table.enter(info.ref()), join.nextUpdate(), this::due);
    guests.put(info.ref().node(), fresh);
    roster().add(info);
    tellOthers(fresh, new MembersMessage(List.of(info)));
    return fresh;
  }

  private void welcome(Guest guest, Endpoint endpoint) {
    Endpoint before = guest.endpoint();
    if (before != null) {
      byEndpoint.remove(before);
      guest.detach(watches);
    }
    guest.attach(endpoint);
    guest.heard(awake.at(clock.getAsLong()));
    byEndpoint.put(endpoint, guest);
    for (NodeInfo node : roster().all()) {
      guest.tell(new MembersMessage(List.of(node)));
    }
    guest.tell(new JoinedMessage(guest.session(), guest.nextUpdate(), settings.leaseNs()));
  }

  private void update(Guest guest, UpdateMessage update) {
    guest.update(update.first(), update.changes().size());
    for (UpdateMessage.Change change : update.changes()) {
      boolean ofItself = change.location().holder().equals(guest.info().ref());
      if (!ofItself && change.kind() != UpdateMessage.Kind.DOUBT) {
        throw new BadMessageException(
            "found %s of %s from %s"
                .formatted(change.kind(), change.location().holder(), guest.info().ref()));
      }
      if (change.kind() != UpdateMessage.Kind.ADD) {
        table.remove(change.id(), change.location());
      } else if (table.add(guest.holder(), change.id(), change.location())) {
        watches.changed(change.id());
      }
    }
  }

  private void remove(Guest guest, String why) {
    forget(guest);
    roster().remove(guest.info().ref(), why);
    tellOthers(guest, new LeftMessage(guest.info().ref(), why));
  }

  /** All that was known of it is gone; who is to be told is the caller's business. */
  private void forget(Guest guest) {
    Endpoint endpoint = guest.endpoint();
    if (endpoint != null) {
      byEndpoint.remove(endpoint);
    }
    guest.detach(watches);
    guests.remove(guest.info().ref().node());
    due.remove(guest);
    table.leave(guest.holder());
  }

  private void tellOthers(Guest but, DirectoryMessage news) {
    for (Guest guest : guests.values()) {
      if (guest != but) {
        guest.tell(news);
      }
    }
  }

  /** To one who is not a guest: at once, or the connection ends. */
  private void answer(Endpoint endpoint, DirectoryMessage message) {
    if (!new Outlet(endpoint).trySend(message.write(writer))) {
      endpoint.close("no room for the answer " + message);
    }
  }

  private void due(Guest guest) {
    due.add(guest);
    isSendDue = true;
  }

  private int sendDue() {
    int messages = 0;
    isSendDue = false;
    if (!due.isEmpty()) {
      for (Guest guest : List.copyOf(due)) {
        messages += guest.send(writer, table::find);
      }
      due.removeIf(guest -> !guest.isSendDue());
    }
    return messages;
  }

  @Override
  public void disconnected(Endpoint endpoint, String why) {
    Guest guest = byEndpoint.remove(endpoint);
    if (guest != null) {
      guest.detach(watches);
      due.remove(guest);
    }
  }

  /** What is kept, for those who look whether anything stays behind. */
  DirectoryFigures figures() {
    return new DirectoryFigures(
        table.size(), table.holders(), guests.size(), watches.size(), searches.size(), due.size());
  }
}
