// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory;

import io.tokamak.fabric.NodeRef;
import io.tokamak.wire.ObjectId;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where each object is, and which nodes there are. What it says may be out of date either way: ask
 * the holder, drop a hint that was wrong ({@link #doubt}), take the next.
 *
 * <p>Nothing here waits. What takes time is answered later, from within {@link #work} or a poll of
 * the fabrics; nothing is answered before the method that asked returns. While the directory cannot
 * be reached, announcements queue, up to a bound; searches stay open; and {@link #status} says why.
 * When it is back and does not know what it knew, the listener is asked to announce all it holds.
 *
 * <p>A step function, for the manager's thread.
 */
public interface Directory extends AutoCloseable {
  /**
   * Joins the cluster and stays in it until {@link #close}. Called once, first.
   *
   * @param self this node, as others are to see it
   */
  void join(NodeInfo self, DirectoryListener listener);

  /** This node holds the object. Queued, sent in batches, repeated when the directory forgets. */
  void announce(ObjectId id, Location location);

  /** This node does not hold the object any more. */
  void withdraw(ObjectId id, Location location);

  /**
   * A location of another node that turned out to be wrong: it is dropped unless it was announced
   * anew.
   */
  void doubt(ObjectId id, Location location);

  /** Hears, once, when everything announced and withdrawn so far is known to all who ask. */
  void whenPublished(Runnable published);

  /**
   * Looks objects up.
   *
   * @param watching false: the finder hears once of each id. True: it also hears of every new
   *     location, until the search is closed
   */
  Search search(List<ObjectId> ids, boolean watching, Finder finder);

  /** The nodes that are there, this one included, as far as known. */
  Collection<NodeInfo> nodes();

  /** A node, if this life of it is there. No allocation. */
  @Nullable NodeInfo node(NodeRef ref);

  /** How it is doing. */
  DirectoryStatus status();

  /** Does what is due: heartbeats, batches, answers. Returns how much that was. */
  int work(long nowNs);

  /** When {@link #work} has something to do at the latest. */
  long nextDeadlineNs(long nowNs);

  /** Leaves the cluster. */
  @Override
  void close();
}
