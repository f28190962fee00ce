// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.pull;

import io.tokamak.directory.Location;
import io.tokamak.fabric.NodeRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nodes that are thought to have one object. */
final class Sources {
  private final List<Source> all = new ArrayList<>(1);
  private boolean ordered;

  /** Somebody says that it is there. Returns whether that is news. */
  boolean offer(Location location) {
    for (int i = 0; i < all.size(); i++) {
      Source known = all.get(i);
      if (known.holder().equals(location.holder())) {
        boolean same = known.location().equals(location) || known.isAskOnly();
        if (!same) {
          all.set(i, new Source(location, false));
        }
        return !same;
      }
    }
    all.add(new Source(location, false));
    return true;
  }

  /**
   * From now on these are taken first, in this order, then the others as they were named; unless
   * they failed.
   */
  void inOrder(List<NodeRef> first) {
    ordered = true;
    for (NodeRef holder : first.reversed()) {
      Source source = of(holder);
      if (source != null && all.remove(source)) {
        all.addFirst(source);
      }
    }
  }

  /** Somebody says that this node has it, too. */
  void suggest(NodeRef holder, Location like) {
    if (of(holder) == null) {
      all.add(
          new Source(
              new Location(holder, 0, like.dataLength(), like.metadataLength(), 0, 0), true));
    }
  }

  /** What is known of this node; null when nothing is. */
  @Nullable Source of(NodeRef holder) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).holder().equals(holder)) {
        return all.get(i);
      }
    }
    return null;
  }

  void remove(Source source) {
    all.remove(source);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  int count() {
    return all.size();
  }

  /** The one to take now; null when there is none that may be taken yet. */
  @Nullable Source best(long nowNs, Lanes lanes) {
    Source best = null;
    for (int i = 0; i < all.size(); i++) {
      Source source = all.get(i);
      if (source.isUsable(nowNs) && (best == null || isBetter(source, best, lanes))) {
        best = source;
      }
    }
    return best;
  }

  /** Those that have not failed last, then those on a better fabric, then those with less to do. */
  private boolean isBetter(Source one, Source other, Lanes lanes) {
    if (one.failures() != other.failures()) {
      return one.failures() < other.failures();
    }
    if (ordered) {
      return false;
    }
    Lane lane = lanes.of(one.holder());
    Lane otherLane = lanes.of(other.holder());
    int rank = lanes.rank(lane);
    int otherRank = lanes.rank(otherLane);
    return rank != otherRank ? rank < otherRank : lane.loadBytes() < otherLane.loadBytes();
  }

  /** Others that may be taken now. */
  List<Source> othersThan(Source source, long nowNs) {
    return all.stream().filter(one -> one != source && one.isUsable(nowNs)).toList();
  }

  /** When the first of those that rest may be taken again. */
  long nextNs() {
    long next = all.getFirst().notBeforeNs();
    for (Source source : all) {
      next = source.notBeforeNs() - next < 0 ? source.notBeforeNs() : next;
    }
    return next;
  }
}
