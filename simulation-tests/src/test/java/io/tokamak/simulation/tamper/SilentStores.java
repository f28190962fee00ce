// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.tamper;

import io.tokamak.testkit.simulation.Node;
import io.tokamak.testkit.simulation.World;
import io.tokamak.transfer.HeldObject;
import io.tokamak.transfer.LocalStore;
import io.tokamak.transfer.NewObject;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.DisconnectedException;
import io.tokamak.wire.error.StoreTimeoutException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * No bug, but stores that now and then do not answer their manager, or end its session, for some
 * time from the beginning of a run.
 *
 * @param within how long
 */
public record SilentStores(Duration within) implements Tampering {
  private static final int ONE_IN = 10;

  @Override
  public Between in(Node node) {
    return new Between() {
      @Override
      public LocalStore store(LocalStore right) {
        return new Store(right, node.world(), within.toNanos());
      }
    };
  }

  private static final class Store extends StoreBetween {
    private final World world;
    private final long untilNs;

    Store(LocalStore right, World world, long untilNs) {
      super(right);
      this.world = world;
      this.untilNs = untilNs;
    }

    private void answer() {
      if (world.nowNs() < untilNs && world.random().nextInt(ONE_IN) == 0) {
        if (world.random().nextBoolean()) {
          throw new StoreTimeoutException("no answer, for a test");
        }
        throw new DisconnectedException("the session has ended, for a test");
      }
    }

    @Override
    public boolean contains(ObjectId id) {
      answer();
      return super.contains(id);
    }

    @Override
    public @Nullable HeldObject hold(ObjectId id) {
      answer();
      return super.hold(id);
    }

    @Override
    public NewObject create(ObjectId id, long dataLength, int metadataLength) {
      answer();
      return new Draft(super.create(id, dataLength, metadataLength));
    }

    @Override
    public int delete(List<ObjectId> ids) {
      answer();
      return super.delete(ids);
    }

    private final class Draft implements NewObject {
      private final NewObject right;

      Draft(NewObject right) {
        this.right = right;
      }

      @Override
      public ObjectId id() {
        return right.id();
      }

      @Override
      public long offset() {
        return right.offset();
      }

      @Override
      public void seal() {
        answer();
        right.seal();
      }

      @Override
      public void abort() {
        right.abort();
      }
    }
  }
}
