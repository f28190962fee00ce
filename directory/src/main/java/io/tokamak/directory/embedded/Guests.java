// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import io.tokamak.directory.NodeInfo;
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
import io.tokamak.fabric.service.BadMessageException;
import io.tokamak.fabric.service.MessageWriter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that have joined this one: takes them in, does what they ask, lets them go.
 *
 * <p>A guest is a member as long as it is heard within its lease. Its connection may break
 * meanwhile: it keeps its locations if it is back in time. Each message is answered before the next
 * one is looked at, as far as there is room.
 */
final class Guests {
  private final Roster roster;
  private final LocationTable table;
  private final Watches watches;
  private final MessageWriter writer;
  private final long leaseNs;
  private final Map<Long, Guest> byNode = new LinkedHashMap<>();
  private final Map<Endpoint, Guest> byEndpoint = new HashMap<>();
  private final SequencedSet<Guest> due = new LinkedHashSet<>();
  private long sessions;
  private boolean isSendDue;

  Guests(Roster roster, LocationTable table, Watches watches, MessageWriter writer, long leaseNs) {
    this.roster = roster;
    this.table = table;
    this.watches = watches;
    this.writer = writer;
    this.leaseNs = leaseNs;
  }

  /** Who is there. */
  Roster roster() {
    return roster;
  }

  int size() {
    return byNode.size();
  }

  /** How many have something to be told for which there was no room. */
  int waiting() {
    return due.size();
  }

  /** Whether there is something to be told that was not tried yet. */
  boolean isSendDue() {
    return isSendDue;
  }

  /** A message has arrived. */
  void received(Endpoint endpoint, DirectoryMessage message, long awakeNs) {
    Guest guest = byEndpoint.get(endpoint);
    if (message instanceof JoinMessage join) {
      join(endpoint, join, awakeNs);
    } else if (guest != null) {
      guest.heard(awakeNs);
      received(guest, message);
    } else if (message != LeaveMessage.LEAVE) {
      answer(endpoint, new LeftMessage(endpoint.peer(), "is not a member, or not any more"));
    }
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

  private void join(Endpoint endpoint, JoinMessage join, long awakeNs) {
    NodeInfo info = join.self();
    if (!info.ref().equals(endpoint.peer())) {
      throw new BadMessageException(
          "found a JOIN of %s from %s".formatted(info.ref(), endpoint.peer()));
    }
    Guest known = byNode.get(info.ref().node());
    if (info.ref().node() == roster.self().ref().node()) {
      answer(endpoint, new RefusedMessage("this node has the id of the host of the directory"));
    } else if (known != null && known.info().ref().epoch() > info.ref().epoch()) {
      answer(endpoint, new RefusedMessage("this node has started again as " + known.info().ref()));
    } else if (known != null && known.session() == join.session() && known.info().equals(info)) {
      welcome(known, endpoint, awakeNs);
    } else {
      welcome(replace(known, join), endpoint, awakeNs);
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
    byNode.put(info.ref().node(), fresh);
    roster.add(info);
    tellOthers(fresh, new MembersMessage(List.of(info)));
    return fresh;
  }

  private void welcome(Guest guest, Endpoint endpoint, long awakeNs) {
    Endpoint before = guest.endpoint();
    if (before != null) {
      byEndpoint.remove(before);
      guest.detach(watches);
    }
    guest.attach(endpoint);
    guest.heard(awakeNs);
    byEndpoint.put(endpoint, guest);
    for (NodeInfo node : roster.all()) {
      guest.tell(new MembersMessage(List.of(node)));
    }
    guest.tell(new JoinedMessage(guest.session(), guest.nextUpdate(), leaseNs));
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
    roster.remove(guest.info().ref(), why);
    tellOthers(guest, new LeftMessage(guest.info().ref(), why));
  }

  /** All that was known of it is gone; who is to be told is the caller's business. */
  private void forget(Guest guest) {
    Endpoint endpoint = guest.endpoint();
    if (endpoint != null) {
      byEndpoint.remove(endpoint);
    }
    guest.detach(watches);
    byNode.remove(guest.info().ref().node());
    due.remove(guest);
    table.leave(guest.holder());
  }

  private void tellOthers(Guest but, DirectoryMessage news) {
    for (Guest guest : byNode.values()) {
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

  /** Tells guests what is due, as far as there is room. Returns how many messages. */
  int sendDue() {
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

  /** A connection is gone; its guest has until the end of its lease to come back. */
  void disconnected(Endpoint endpoint) {
    Guest guest = byEndpoint.remove(endpoint);
    if (guest != null) {
      guest.detach(watches);
      due.remove(guest);
    }
  }

  /** Lets those go that were not heard within their lease. Returns how many. */
  int endLeases(long awakeNs) {
    List<Guest> late =
        byNode.values().stream().filter(guest -> awakeNs - guest.heardNs() >= leaseNs).toList();
    for (Guest guest : late) {
      remove(guest, "was not heard for %d ms".formatted((awakeNs - guest.heardNs()) / 1_000_000));
    }
    return late.size();
  }
}
