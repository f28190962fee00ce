// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.tamper;

import io.tokamak.directory.Directory;
import io.tokamak.directory.Location;
import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.EntryLayout;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whatever generation an entry has now, the manager believes that it is the one the directory spoke
 * of.
 */
final class NoGenerationCheck extends Between {
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Map<Long, Map<Integer, Integer>> generations = new HashMap<>();

  @Override
  public Directory directory(Directory right) {
    return new DirectoryBetween(right) {
      @Override
      List<Location> instead(ObjectId id, List<Location> locations) {
        locations.forEach(NoGenerationCheck.this::note);
        return locations;
      }
    };
  }

  private void note(Location told) {
    generations
        .computeIfAbsent(told.holder().node(), node -> new HashMap<>())
        .put(told.entry(), told.generation());
  }

  @Override
  public Fabric fabric(Fabric right) {
    return new FabricBetween(right, Credulous::new);
  }

  private final class Credulous extends EndpointBetween {
    private final Map<Long, Runnable> wishes = new HashMap<>();

    Credulous(Endpoint right) {
      super(right);
    }

    @Override
    public boolean read(MemoryRegion into, long offset, RemotePointer from, long token) {
      boolean issued = super.read(into, offset, from, token);
      if (issued && from.length() == Long.BYTES && from.offset() % EntryLayout.LENGTH == 0) {
        MemorySegment word = into.memory().asSlice(offset, Long.BYTES);
        int entry = (int) (from.offset() / EntryLayout.LENGTH);
        wishes.put(token, () -> falsify(word, entry));
      }
      return issued;
    }

    private void falsify(MemorySegment word, int entry) {
      Map<Integer, Integer> told = generations.getOrDefault(peer().node(), Map.of());
      Integer generation = told.get(entry);
      if (generation != null) {
        word.set(U64, 0, Control.of(Control.SEALED, Control.NO_SLOT, generation));
      }
    }

    @Override
    void completes(long token, OperationStatus status) {
      Runnable wish = wishes.remove(token);
      if (wish != null && status == OperationStatus.DONE) {
        wish.run();
      }
    }
  }
}
