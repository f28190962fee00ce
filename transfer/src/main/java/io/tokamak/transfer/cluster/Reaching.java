// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.cluster;

import io.tokamak.directory.NodeInfo;
import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.peer.PeerWait;
import io.tokamak.transfer.context.Context;
import io.tokamak.transfer.link.Link;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gets a connection to a node for those who have something to ask there. They are told in a step of
 * the manager, never before the method that asks returns.
 */
public final class Reaching {
  private final Context context;
  private List<Attempt> answered = new ArrayList<>();

  /** Hears of the connection, or why there is none. */
  public interface Reached {
    /** Here it is. */
    void reached(Link link);

    /** There is none, and why. */
    void failed(String why);
  }

  private static final class Attempt implements PeerWait {
    private final Reaching reaching;
    private final NodeRef node;
    private final Reached who;
    private @Nullable String failure;

    Attempt(Reaching reaching, NodeRef node, Reached who) {
      this.reaching = reaching;
      this.node = node;
      this.who = who;
    }

    @Override
    public void ready(Endpoint endpoint) {
      reaching.answered.add(this);
    }

    @Override
    public void failed(String why) {
      failure = why;
      reaching.answered.add(this);
    }

    void tell(@Nullable Link link) {
      if (failure == null && link != null) {
        who.reached(link);
      } else {
        who.failed(failure == null ? "the connection to %s broke".formatted(node) : failure);
      }
    }
  }

  /** Nobody wants a connection yet. */
  public Reaching(Context context) {
    this.context = context;
  }

  /** Gets a connection by the deadline. */
  public void reach(NodeRef node, long deadlineNs, Reached who) {
    Attempt attempt = new Attempt(this, node, who);
    NodeInfo info = context.directory().node(node);
    if (context.links().ready(node) != null) {
      answered.add(attempt);
    } else if (info == null) {
      attempt.failed("node %s is not there".formatted(node));
    } else {
      context.peers().want(info.address(), context.nowNs(), deadlineNs, attempt);
    }
  }

  /** Tells those who wait. Returns how many. */
  public int work() {
    int count = answered.size();
    if (count > 0) {
      List<Attempt> now = answered;
      answered = new ArrayList<>();
      now.forEach(attempt -> attempt.tell(context.links().ready(attempt.node)));
    }
    return count;
  }

  /** Whether somebody is to be told. */
  public boolean hasWork() {
    return !answered.isEmpty();
  }
}
