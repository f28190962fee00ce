// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.tamper;

import io.tokamak.directory.Directory;
import io.tokamak.directory.DirectoryListener;
import io.tokamak.directory.DirectoryStatus;
import io.tokamak.directory.Finder;
import io.tokamak.directory.Location;
import io.tokamak.directory.NodeInfo;
import io.tokamak.directory.Search;
import io.tokamak.fabric.NodeRef;
import io.tokamak.wire.ObjectId;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passes everything on; a bug changes what is found. */
class DirectoryBetween implements Directory {
  private final Directory right;

  DirectoryBetween(Directory right) {
    this.right = right;
  }

  /** What is told instead of these. */
  List<Location> instead(ObjectId id, List<Location> locations) {
    return locations;
  }

  @Override
  public Search search(List<ObjectId> ids, boolean watching, Finder finder) {
    return right.search(
        ids,
        watching,
        new Finder() {
          @Override
          public void found(ObjectId id, List<Location> locations) {
            finder.found(id, instead(id, locations));
          }

          @Override
          public void unavailable(String why) {
            finder.unavailable(why);
          }
        });
  }

  @Override
  public void join(NodeInfo self, DirectoryListener listener) {
    right.join(self, listener);
  }

  @Override
  public void announce(ObjectId id, Location location) {
    right.announce(id, location);
  }

  @Override
  public void withdraw(ObjectId id, Location location) {
    right.withdraw(id, location);
  }

  @Override
  public void doubt(ObjectId id, Location location) {
    right.doubt(id, location);
  }

  @Override
  public void whenPublished(Runnable published) {
    right.whenPublished(published);
  }

  @Override
  public Collection<NodeInfo> nodes() {
    return right.nodes();
  }

  @Override
  public @Nullable NodeInfo node(NodeRef ref) {
    return right.node(ref);
  }

  @Override
  public DirectoryStatus status() {
    return right.status();
  }

  @Override
  public int work(long nowNs) {
    return right.work(nowNs);
  }

  @Override
  public long nextDeadlineNs(long nowNs) {
    return right.nextDeadlineNs(nowNs);
  }

  @Override
  public void close() {
    right.close();
  }
}
