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
import io.tokamak.directory.message.MembersMessage;
import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.service.MessageWriter;
import io.tokamak.fabric.service.NodeService;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
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
  private final Publications publications = new Publications();
  private final Searches searches = new Searches(location -> true);
  private final SequencedSet<ObjectId> changed = new LinkedHashSet<>();
  private final Watches.Watcher own = changed::add;
  private @Nullable Guests guests;
  private @Nullable DirectoryListener listener;
  private int holder;
  private long nextLookNs;
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
    Roster roster = new Roster(self, newListener);
    guests = new Guests(roster, table, watches, writer, settings.leaseNs());
    listener = newListener;
    holder = table.enter(self.ref());
    nextLookNs = clock.getAsLong();
  }

  private Guests guests() {
    return requireNonNull(guests, "join comes first");
  }

  private Roster roster() {
    return guests().roster();
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
    if (closed || guests == null) {
      return 0;
    }
    long awakeNs = awake.at(nowNs);
    int work = begin() + guests.sendDue() + table.sweep(SWEPT_AT_ONCE);
    work += lookUp() + tellChanged() + publications.run(0);
    if (awakeNs - nextLookNs >= 0) {
      nextLookNs = awakeNs + settings.heartbeatNs() / 2;
      work += guests.endLeases(awakeNs);
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

  @Override
  public long nextDeadlineNs(long nowNs) {
    boolean now =
        !begun
            || table.isSweepDue()
            || searches.toAsk() != null
            || searches.hasUnwatched()
            || !changed.isEmpty()
            || publications.isDue(0)
            || guests().isSendDue();
    if (now) {
      return nowNs;
    }
    return nowNs
        + (guests().waiting() == 0 ? settings.heartbeatNs() / 2 : settings.heartbeatNs() / 64);
  }

  @Override
  public void close() {
    closed = true;
    searches.closeAll();
  }

  // --- guests

  @Override
  public void received(Endpoint endpoint, MemorySegment message) {
    if (closed || guests == null) {
      return;
    }
    guests.received(endpoint, DirectoryMessage.read(message), awake.at(clock.getAsLong()));
    guests.sendDue();
  }

  @Override
  public void disconnected(Endpoint endpoint, String why) {
    if (guests != null) {
      guests.disconnected(endpoint);
    }
  }

  /** What is kept, for those who look whether anything stays behind. */
  DirectoryFigures figures() {
    return new DirectoryFigures(
        table.size(),
        table.holders(),
        guests().size(),
        watches.size(),
        searches.size(),
        guests().waiting());
  }
}
