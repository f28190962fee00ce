// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.pull;

import io.tokamak.directory.Finder;
import io.tokamak.directory.Location;
import io.tokamak.directory.Search;
import io.tokamak.transfer.record.Counter;
import io.tokamak.transfer.record.Counters;
import io.tokamak.wire.ObjectId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Objects that were searched for together. The search goes on until none of them needs it. */
final class Batch implements Finder {
  private final Finder finder;
  private final Counters counters;
  private @Nullable Search search;
  private int members;
  private String unavailable = "";

  Batch(Finder finder, int members, Counters counters) {
    this.finder = finder;
    this.members = members;
    this.counters = counters;
  }

  void began(Search newSearch) {
    search = newSearch;
    counters.add(Counter.SEARCHES);
  }

  @Override
  public void found(ObjectId id, List<Location> locations) {
    unavailable = "";
    finder.found(id, locations);
  }

  @Override
  public void unavailable(String why) {
    unavailable = why;
  }

  /** Why the directory cannot be asked; empty when it can. */
  String unavailable() {
    return unavailable;
  }

  /** One of them does not need it any more. */
  void leave() {
    if (--members == 0 && search != null) {
      search.close();
      counters.remove(Counter.SEARCHES);
    }
  }
}
