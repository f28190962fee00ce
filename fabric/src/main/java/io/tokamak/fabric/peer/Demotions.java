// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.peer;

import io.tokamak.fabric.NodeRef;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Peers whom one fabric served until it broke: for a while they are left to other fabrics, longer
 * each time it breaks soon after it has been tried again. Only what worked once is demoted; what
 * never did is no news. A step function; for the thread that owns the fabric.
 */
final class Demotions {
  private static final Logger LOG = System.getLogger(Demotions.class.getName());
  private static final int LONGEST_RESTS = 12;
  private static final double NS_PER_SECOND = 1e9;

  private final String fabric;
  private final Backoff rests;
  private final Map<Long, Demotion> byNode = new HashMap<>();

  /** A fabric and one life of a peer. */
  private static final class Demotion {
    private final NodeRef peer;
    private String why = "";
    private boolean serves;
    private boolean told;
    private int times;
    private long sinceNs;
    private long retryNs;
    private long backNs;

    private Demotion(NodeRef peer) {
      this.peer = peer;
    }

    String text(long nowNs) {
      String since = "failed %s ago".formatted(seconds(nowNs - sinceNs));
      String next =
          retryNs - nowNs > 0
              ? ", tried again in " + seconds(retryNs - nowNs)
              : ", is being tried again";
      return since + next + ": " + why;
    }
  }

  /**
   * Nobody is demoted.
   *
   * @param fabric its name
   * @param backoff of single attempts; rests begin where these end, and grow to twelve times that
   */
  Demotions(String fabric, Backoff backoff) {
    this.fabric = fabric;
    long most = backoff.mostNs();
    long longest = most > Long.MAX_VALUE / LONGEST_RESTS ? Long.MAX_VALUE : most * LONGEST_RESTS;
    rests = new Backoff(most, longest);
  }

  private static String seconds(long ns) {
    return String.format(Locale.ROOT, "%.1f s", Math.max(0, ns) / NS_PER_SECOND);
  }

  /** The connection to this peer, which had been of use, broke. */
  void broke(NodeRef peer, String why, long nowNs) {
    Demotion demotion = byNode.get(peer.node());
    if (demotion == null || !demotion.peer.equals(peer)) {
      demotion = new Demotion(peer);
      byNode.put(peer.node(), demotion);
    }
    boolean lasted = demotion.serves && nowNs - demotion.backNs >= rests.mostNs();
    demotion.times = lasted ? 1 : demotion.times + 1;
    demotion.serves = false;
    demotion.told = false;
    demotion.why = why;
    demotion.sinceNs = nowNs;
    demotion.retryNs = nowNs + rests.afterNs(demotion.times);
  }

  /** The peer is reached again. */
  void works(NodeRef peer, long nowNs) {
    Demotion demotion = of(peer);
    if (demotion == null) {
      return;
    }
    demotion.serves = true;
    demotion.backNs = nowNs;
    if (demotion.told) {
      String after = seconds(nowNs - demotion.sinceNs);
      LOG.log(Level.INFO, "node {0}: {1} serves again, after {2}", peer, fabric, after);
    }
  }

  /** Logs once that another fabric serves, if this one has been away for {@code graceNs}. */
  void tell(NodeRef peer, String serving, long nowNs, long graceNs) {
    Demotion demotion = of(peer);
    if (demotion != null && !demotion.told && nowNs - demotion.sinceNs >= graceNs) {
      demotion.told = true;
      String text = demotion.text(nowNs);
      LOG.log(Level.WARNING, "node {0}: {1} {2}; {3} serves instead", peer, fabric, text, serving);
    }
  }

  /** Since when this peer is demoted, and why, in words; empty while it is not. */
  Optional<String> text(NodeRef peer, long nowNs) {
    return Optional.ofNullable(of(peer)).map(demotion -> demotion.text(nowNs));
  }

  /** Whether this peer is better left to other fabrics. */
  boolean rests(NodeRef peer, long nowNs) {
    Demotion demotion = of(peer);
    return demotion != null && nowNs - demotion.retryNs < 0;
  }

  private @Nullable Demotion of(NodeRef peer) {
    Demotion demotion = byNode.get(peer.node());
    return demotion == null || demotion.serves || !demotion.peer.equals(peer) ? null : demotion;
  }

  /** That peer is gone. */
  void forget(NodeRef peer) {
    Demotion demotion = byNode.get(peer.node());
    if (demotion != null && demotion.peer.equals(peer)) {
      byNode.remove(peer.node());
    }
  }
}
