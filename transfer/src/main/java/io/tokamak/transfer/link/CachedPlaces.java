// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.link;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Places that were used last stay registered. */
final class CachedPlaces implements Registrations {
  private static final int KEPT = 256;

  private final PlaceRegistry registry;
  private final Map<Range, Kept> places = new LinkedHashMap<>(16, 0.75f, true);

  private record Range(long offset, long length) {}

  private static final class Kept {
    final Hold hold;
    int users;

    Kept(Hold hold) {
      this.hold = hold;
    }
  }

  CachedPlaces(PlaceRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Hold hold(long offset, long length) {
    Range range = new Range(offset, length);
    Kept kept = places.get(range);
    boolean known = kept != null;
    if (kept == null) {
      makeRoom();
      kept = new Kept(registry.register(offset, length));
      places.put(range, kept);
    }
    kept.users++;
    return known ? new Hold(kept.hold.region(), offset, 0) : kept.hold;
  }

  private void makeRoom() {
    Iterator<Kept> oldest = places.values().iterator();
    while (places.size() >= KEPT && oldest.hasNext()) {
      Kept kept = oldest.next();
      if (kept.users == 0) {
        registry.end(kept.hold);
        oldest.remove();
      }
    }
  }

  @Override
  public void release(Hold hold) {
    for (Kept kept : places.values()) {
      if (kept.hold.region().equals(hold.region())) {
        kept.users--;
        return;
      }
    }
  }

  @Override
  public void close() {
    places.values().forEach(kept -> registry.end(kept.hold));
    places.clear();
  }
}
