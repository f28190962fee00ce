// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.ucx.ucp.Ucp;
import io.tokamak.fabric.ucx.ucp.UcpEndpoint;
import io.tokamak.fabric.ucx.ucp.UcpException;
import io.tokamak.fabric.ucx.ucp.UcpWorker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The paths to all peers, one to each.
 *
 * <p>UCX joins two workers by counting: the n-th endpoint that one makes for the other belongs to
 * the n-th that the other makes for it, whoever was first. With an endpoint of UCX for each
 * connection, two connections begun from both sides at once would be joined crosswise, and closing
 * one would break the other. So there is one path for each pair of nodes, both sides count theirs,
 * say the number they want when they connect ({@link #wanted}), and take the higher one ({@link
 * #agree}). Who is behind makes and closes paths until it is there.
 */
final class Ways {
  /** How many paths one side may have made that the other one does not know of. */
  static final int MOST_BEHIND = 64;

  private final UcpWorker worker;
  private final Path.Parameters parameters;
  private final Slots slots;
  private final Map<Long, Way> byNode = new LinkedHashMap<>();
  private final Map<Long, Path> byNumber = new HashMap<>();
  private final List<Path> all = new ArrayList<>();
  private final boolean delicate;
  private long numbers;
  private boolean abandoned;

  /** What leads to one life of a node. */
  private static final class Way {
    final long epoch;
    int made;
    @Nullable Path current;

    Way(long epoch) {
      this.epoch = epoch;
    }

    int wanted() {
      return isAlive() ? made : made + 1;
    }

    boolean isAlive() {
      return current != null && current.isOpen() && !current.hasFailed();
    }
  }

  Ways(UcpWorker worker, Path.Parameters parameters, Slots slots, boolean delicate) {
    this.delicate = delicate;
    this.worker = worker;
    this.parameters = parameters;
    this.slots = slots;
  }

  /** The number of the path to this peer that there is, else of the next one. */
  int wanted(NodeRef peer) {
    return way(peer).wanted();
  }

  /** An earlier life of a node is over, and nobody is on the way to it. */
  private Way way(NodeRef peer) {
    Way way = byNode.get(peer.node());
    if (way == null || way.epoch < peer.epoch()) {
      if (way != null && way.current != null) {
        way.current.fail(Ucp.CANCELED);
        closeIfUnused(way.current);
      }
      way = new Way(peer.epoch());
      byNode.put(peer.node(), way);
      forgetIfTooMany();
    }
    return way;
  }

  /**
   * How many paths were made to a node that is away for a while has to be known when it comes back;
   * of so many nodes the one that was met first will not.
   */
  private void forgetIfTooMany() {
    Iterator<Way> ways = byNode.values().iterator();
    while (byNode.size() > Limits.KNOWN_NODES && ways.hasNext()) {
      if (ways.next().current == null) {
        ways.remove();
      }
    }
  }

  /** How many nodes are known. */
  int nodes() {
    return byNode.size();
  }

  /**
   * The path of that number; whatever was before it breaks.
   *
   * @param address of the peer's worker
   * @throws UcpException when no transport leads there
   * @throws BadFrameException when there is no such path to be made
   */
  Path agree(NodeRef peer, int number, byte[] address) {
    Way way = way(peer);
    Path current = way.current;
    if (way.epoch != peer.epoch()) {
      throw new BadFrameException("a peer of an earlier life");
    }
    if (current != null && way.isAlive() && way.made == number) {
      return current;
    }
    if (number <= way.made || number - way.made > MOST_BEHIND) {
      throw new BadFrameException(
          "the path changed while it was agreed on: number %d, and %d were made"
              .formatted(number, way.made));
    }
    if (current != null) {
      current.fail(Ucp.CANCELED);
      current.close();
    }
    Path next = make(way, address);
    while (way.made < number) {
      next.close();
      next = make(way, address);
    }
    way.current = next;
    return next;
  }

  private static void closeIfUnused(Path path) {
    if (path.users().isEmpty()) {
      path.close();
    }
  }

  private Path make(Way way, byte[] address) {
    long name = ++numbers;
    Path path = new Path(UcpEndpoint.create(worker, address, name), parameters, slots, delicate);
    way.made++;
    byNumber.put(name, path);
    all.add(path);
    return path;
  }

  /** Whether one that is in use has failed. */
  boolean hasFailed() {
    for (int i = 0; i < all.size(); i++) {
      Path path = all.get(i);
      if (path.hasFailed() && !path.users().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** UCX says that the path with this number failed. */
  void failed(long number, byte status) {
    Path path = byNumber.get(number);
    if (path != null) {
      path.fail(status);
    }
  }

  /** Looks what has been sent and what has failed. Returns how much. */
  int poll() {
    int work = 0;
    for (int i = all.size() - 1; i >= 0; i--) {
      Path path = all.get(i);
      work += path.poll();
      if (path.users().isEmpty() && (path.isClosed() || path.isAbandoned())) {
        abandoned |= path.isAbandoned();
        forget(path);
        work++;
      }
    }
    return work;
  }

  private void forget(Path path) {
    all.remove(path);
    byNumber.values().remove(path);
    for (Way way : byNode.values()) {
      if (way.current == path) {
        way.current = null;
      }
    }
  }

  /** Whether UCX has paths that must not be closed: then it cannot be closed either. */
  boolean hasAbandoned() {
    return abandoned || all.stream().anyMatch(Path::isAbandoned);
  }

  /** Paths that are there, or still going. */
  List<Path> all() {
    return all;
  }

  void closeAll() {
    List.copyOf(all).forEach(Path::close);
  }
}
