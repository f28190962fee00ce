// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Regions of one peer. Those in use are found without an allocation. For one thread. */
final class RemoteRegions {
  private static final int RECENT_BITS = 6;

  private final @Nullable RemoteRegion[] recent = new @Nullable RemoteRegion[1 << RECENT_BITS];
  private final Map<Long, RemoteRegion> all = new HashMap<>();

  /** The one that a pointer means; null if nothing is known of it. */
  @Nullable RemoteRegion find(int number, int generation) {
    int place = place(number, generation);
    RemoteRegion found = recent[place];
    if (found == null || !found.is(number, generation)) {
      found = all.get(key(number, generation));
      recent[place] = found;
    }
    return found;
  }

  private static int place(int number, int generation) {
    return (number * 0x9e3779b1 + generation * 0x85ebca6b) >>> (32 - RECENT_BITS);
  }

  private static long key(int number, int generation) {
    return ((long) number << 32) | (generation & 0xffff_ffffL);
  }

  RemoteRegion add(int number, int generation) {
    RemoteRegion region = new RemoteRegion(number, generation);
    all.put(key(number, generation), region);
    return region;
  }

  void remove(RemoteRegion region) {
    all.remove(key(region.number, region.generation));
    recent[place(region.number, region.generation)] = null;
  }

  int size() {
    return all.size();
  }

  List<RemoteRegion> all() {
    return new ArrayList<>(all.values());
  }
}
