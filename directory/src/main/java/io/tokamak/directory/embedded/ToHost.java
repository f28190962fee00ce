// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import io.tokamak.directory.NodeInfo;
import io.tokamak.directory.message.HeartbeatMessage;
import io.tokamak.directory.message.JoinMessage;
import io.tokamak.directory.message.LeaveMessage;
import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.service.MessageWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What is due to the host, and the connection it goes over. What is due is known as state; a
 * message is made of it when there is room for one: JOIN first, and nothing else until the host has
 * taken this node in; then heartbeats, questions, announcements.
 */
final class ToHost {
  private final MessageWriter writer;
  private final Session session;
  private final Searches searches;
  private final Announcements announcements;
  private @Nullable Outlet outlet;
  private boolean joinDue;
  private boolean heartbeatDue;

  ToHost(MessageWriter writer, Session session, Searches searches, Announcements announcements) {
    this.writer = writer;
    this.session = session;
    this.searches = searches;
    this.announcements = announcements;
  }

  /** It goes over this connection from now on. */
  void begin(Endpoint endpoint) {
    outlet = new Outlet(endpoint);
  }

  boolean goesOver(Endpoint endpoint) {
    return outlet != null && endpoint.equals(outlet.endpoint());
  }

  /** The connection is gone, or of no more use. */
  void end() {
    outlet = null;
    joinDue = false;
  }

  /** Ends the connection. */
  void close(String why) {
    if (outlet != null) {
      outlet.endpoint().close(why);
    }
  }

  void joinDue() {
    joinDue = true;
    heartbeatDue = false;
  }

  void heartbeatDue() {
    heartbeatDue = true;
  }

  /** Says goodbye, if there is room now. */
  void leave() {
    if (outlet != null && outlet.isFree()) {
      outlet.trySend(LeaveMessage.LEAVE.write(writer));
    }
  }

  /** Sends what is due, as long as there is room. Returns how many messages. */
  int send(NodeInfo self, boolean isMember) {
    int messages = 0;
    Outlet to = outlet;
    while (to != null && to.isFree() && sendNext(to, self, isMember)) {
      messages++;
    }
    return messages;
  }

  private boolean sendNext(Outlet to, NodeInfo self, boolean isMember) {
    if (joinDue) {
      joinDue = false;
      to.send(new JoinMessage(session.number(), announcements.first(), self).write(writer));
      return true;
    }
    if (!isMember) {
      return false;
    }
    if (heartbeatDue) {
      heartbeatDue = false;
      to.send(HeartbeatMessage.HEARTBEAT.write(writer));
      return true;
    }
    MemorySegment question = searches.toSend(writer);
    if (question != null) {
      to.send(question);
      return true;
    }
    return announcements.send(to);
  }

  /** Whether something is due that can be sent over a connection that there is. */
  boolean isDue(boolean isMember) {
    return outlet != null
        && (joinDue
            || (isMember && (heartbeatDue || announcements.isSendDue() || searches.isSendDue())));
  }

  /** Whether there is room for it, as far as known. */
  boolean hasRoom() {
    return outlet != null && outlet.isFree() && !announcements.isCrowded();
  }
}
