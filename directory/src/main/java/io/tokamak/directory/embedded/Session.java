// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import io.tokamak.directory.message.JoinedMessage;
import io.tokamak.fabric.NodeRef;
import org.jspecify.annotations.Nullable;

/** The membership of this node, as far as the host has confirmed it, and when it was heard. */
final class Session {
  private static final int HEARTBEATS_IN_LEASE = 4;

  private final DirectorySettings settings;
  private @Nullable NodeRef host;
  private long number;
  private long heartbeatNs;
  private long leaseNs;
  private long heardNs;
  private long nextHeartbeatNs;

  Session(DirectorySettings settings) {
    this.settings = settings;
    heartbeatNs = settings.heartbeatNs();
    leaseNs = settings.leaseNs();
  }

  /** What the host is to be told; 0 when it is to know nothing. */
  long number() {
    return number;
  }

  /** The host does not know this node any more. */
  void end() {
    number = 0;
  }

  /** Whether that life of the host confirmed it last. */
  boolean isOf(NodeRef node) {
    return node.equals(host);
  }

  /** This node asks to be taken in; another life of the host knows nothing of it. */
  void asks(NodeRef node, long awakeNs) {
    number = isOf(node) ? number : 0;
    heardNs = awakeNs;
  }

  /** The host has taken this node in. Returns whether it knows everything that it knew. */
  boolean confirm(NodeRef node, JoinedMessage joined) {
    boolean known = number != 0 && joined.session() == number;
    host = node;
    number = joined.session();
    leaseNs = Math.max(HEARTBEATS_IN_LEASE, joined.leaseNs());
    heartbeatNs = Math.min(settings.heartbeatNs(), leaseNs / HEARTBEATS_IN_LEASE);
    nextHeartbeatNs = heardNs + heartbeatNs;
    return known;
  }

  void heard(long awakeNs) {
    heardNs = awakeNs;
  }

  /** Whether the host was not heard for a whole lease. */
  boolean isSilent(long awakeNs) {
    return awakeNs - heardNs >= leaseNs;
  }

  /** Whether a heartbeat is due; the next one is so later. */
  boolean takeHeartbeat(long awakeNs) {
    boolean due = awakeNs - nextHeartbeatNs >= 0;
    nextHeartbeatNs = due ? awakeNs + heartbeatNs : nextHeartbeatNs;
    return due;
  }

  long heartbeatNs() {
    return heartbeatNs;
  }

  long leaseNs() {
    return leaseNs;
  }
}
