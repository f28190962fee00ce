// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.manager;

import io.tokamak.directory.Directory;
import io.tokamak.directory.DirectoryListener;
import io.tokamak.directory.DirectoryStatus;
import io.tokamak.directory.Finder;
import io.tokamak.directory.Location;
import io.tokamak.directory.NodeInfo;
import io.tokamak.directory.Search;
import io.tokamak.fabric.NodeRef;
import io.tokamak.wire.ObjectId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One node's directory: what stands on the board, told in the next work. */
final class BoardDirectory implements Directory {
  private final Board board;
  private final Deque<Runnable> queue = new ArrayDeque<>();
  private final List<OpenSearch> searches = new ArrayList<>();
  private @Nullable DirectoryListener listener;
  private final Runnable wake;
  int searched;

  private final class OpenSearch implements Search {
    final Set<ObjectId> ids;
    final Finder finder;
    final boolean watching;

    OpenSearch(List<ObjectId> ids, boolean watching, Finder finder) {
      this.ids = new HashSet<>(ids);
      this.finder = finder;
      this.watching = watching;
    }

    void tell(ObjectId id) {
      if (searches.contains(this)) {
        finder.found(id, board.of(id));
      }
    }

    @Override
    public void close() {
      searches.remove(this);
    }
  }

  BoardDirectory(Board board, Runnable wake) {
    this.board = board;
    this.wake = wake;
    board.directories.add(this);
  }

  @Override
  public void join(NodeInfo self, DirectoryListener newListener) {
    listener = newListener;
    board.nodes.put(self.ref(), self);
    for (BoardDirectory other : board.directories) {
      other.later(() -> other.joined(self));
    }
  }

  private void joined(NodeInfo node) {
    if (listener != null) {
      listener.joined(node);
    }
  }

  void left(NodeRef node) {
    later(() -> {
      if (listener != null) {
        listener.left(node, "it was taken off the board");
      }
    });
  }

  void forgetsAll() {
    later(() -> {
      if (listener != null) {
        listener.announceAll();
      }
    });
  }

  private void later(Runnable what) {
    queue.add(what);
    wake.run();
  }

  void changed(ObjectId id) {
    for (OpenSearch search : List.copyOf(searches)) {
      if (search.watching && search.ids.contains(id)) {
        later(() -> search.tell(id));
      }
    }
  }

  int openSearches() {
    return searches.size();
  }

  @Override
  public void announce(ObjectId id, Location location) {
    later(() -> board.add(id, location));
  }

  @Override
  public void withdraw(ObjectId id, Location location) {
    later(() -> board.remove(id, location));
  }

  @Override
  public void doubt(ObjectId id, Location location) {
    board.doubts++;
    later(() -> board.remove(id, location));
  }

  @Override
  public void whenPublished(Runnable published) {
    later(published);
  }

  @Override
  public Search search(List<ObjectId> ids, boolean watching, Finder finder) {
    searched++;
    OpenSearch search = new OpenSearch(ids, watching, finder);
    searches.add(search);
    if (board.unavailable.isEmpty()) {
      ids.forEach(id -> later(() -> search.tell(id)));
    } else {
      later(() -> finder.unavailable(board.unavailable));
    }
    return search;
  }

  @Override
  public Collection<NodeInfo> nodes() {
    return board.nodes.values();
  }

  @Override
  public @Nullable NodeInfo node(NodeRef ref) {
    return board.nodes.get(ref);
  }

  @Override
  public DirectoryStatus status() {
    return new DirectoryStatus("board", "here", true, "", queue.size(), 0);
  }

  @Override
  public int work(long nowNs) {
    int count = queue.size();
    for (int i = 0; i < count; i++) {
      queue.remove().run();
    }
    return count;
  }

  @Override
  public long nextDeadlineNs(long nowNs) {
    return queue.isEmpty() ? Long.MAX_VALUE : nowNs;
  }

  @Override
  public void close() {
    board.directories.remove(this);
  }
}
