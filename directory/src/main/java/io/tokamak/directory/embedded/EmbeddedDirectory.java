// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import io.tokamak.directory.Directory;
import io.tokamak.directory.DirectoryListener;
import io.tokamak.directory.DirectoryStatus;
import io.tokamak.directory.Finder;
import io.tokamak.directory.Location;
import io.tokamak.directory.NodeInfo;
import io.tokamak.directory.Search;
import io.tokamak.directory.message.DirectoryMessage;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.peer.Peers;
import io.tokamak.fabric.service.MessageWriter;
import io.tokamak.fabric.service.ServiceId;
import io.tokamak.fabric.service.Switchboard;
import io.tokamak.wire.ObjectId;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The directory without a server of its own: one node hosts it, all others join that one.
 *
 * <p>Locations are kept in the host's memory only; whoever loses the host announces anew what it
 * holds as soon as the host is back. See {@code docs/directory.md} for what happens meanwhile.
 */
public final class EmbeddedDirectory implements Directory {
  private static final int LEAST_MESSAGE_BYTES = 4096;

  private final Directory part;
  private final Supplier<DirectoryFigures> figures;

  /**
   * A directory of this node, plugged into its switchboard.
   *
   * @param peers the ways to the other nodes
   * @param joinAt where the host is; null if this node is the host
   * @param clock nanoseconds, the same that {@link #work} is told
   * @throws IllegalArgumentException when there is no fabric for that address, or one whose
   *     messages are too short
   */
  public EmbeddedDirectory(
      Switchboard switchboard,
      Peers peers,
      @Nullable FabricAddress joinAt,
      DirectorySettings settings,
      LongSupplier clock) {
    int mostBytes = mostBytes(peers);
    MessageWriter writer = new MessageWriter(ServiceId.DIRECTORY, mostBytes);
    if (joinAt == null) {
      HostedDirectory hosted = new HostedDirectory(settings, clock, writer);
      switchboard.add(ServiceId.DIRECTORY, hosted);
      part = hosted;
      figures = hosted::figures;
    } else {
      HostLink link = new HostLink(peers, joinAt, settings.backoff(), settings.leaseNs());
      UpdateQueue updates = new UpdateQueue(new MessageWriter(ServiceId.DIRECTORY, mostBytes));
      JoinedDirectory joined = new JoinedDirectory(link, settings, clock, writer, updates);
      switchboard.add(ServiceId.DIRECTORY, joined);
      part = joined;
      figures = joined::figures;
    }
  }

  private static int mostBytes(Peers peers) {
    int mostBytes =
        peers.fabrics().stream()
            .mapToInt(fabric -> fabric.capabilities().maxMessageBytes())
            .reduce(DirectoryMessage.MOST_BYTES, Math::min);
    if (mostBytes < LEAST_MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "directory: found a fabric with messages of %d bytes, expected at least %d"
              .formatted(mostBytes, LEAST_MESSAGE_BYTES));
    }
    return mostBytes;
  }

  @Override
  public void join(NodeInfo self, DirectoryListener listener) {
    part.join(self, listener);
  }

  @Override
  public void announce(ObjectId id, Location location) {
    part.announce(id, location);
  }

  @Override
  public void withdraw(ObjectId id, Location location) {
    part.withdraw(id, location);
  }

  @Override
  public void doubt(ObjectId id, Location location) {
    part.doubt(id, location);
  }

  @Override
  public void whenPublished(Runnable published) {
    part.whenPublished(published);
  }

  @Override
  public Search search(List<ObjectId> ids, boolean watching, Finder finder) {
    return part.search(ids, watching, finder);
  }

  @Override
  public Collection<NodeInfo> nodes() {
    return part.nodes();
  }

  @Override
  public @Nullable NodeInfo node(NodeRef ref) {
    return part.node(ref);
  }

  @Override
  public DirectoryStatus status() {
    return part.status();
  }

  /** What it keeps. */
  public DirectoryFigures figures() {
    return figures.get();
  }

  @Override
  public int work(long nowNs) {
    return part.work(nowNs);
  }

  @Override
  public long nextDeadlineNs(long nowNs) {
    return part.nextDeadlineNs(nowNs);
  }

  @Override
  public void close() {
    part.close();
  }
}
