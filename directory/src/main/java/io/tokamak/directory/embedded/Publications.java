// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Those who wait until all who ask hear of some change. */
final class Publications {
  private final Queue<Wait> waits = new ArrayDeque<>();

  private record Wait(long change, Runnable published) {}

  /** Somebody waits for the change with this number. */
  void add(long change, Runnable published) {
    waits.add(new Wait(change, published));
  }

  /** What they wait for is lost; everything is told anew, up to this change. */
  void postpone(long change) {
    List<Wait> all = new ArrayList<>(waits);
    waits.clear();
    all.forEach(wait -> waits.add(new Wait(change, wait.published)));
  }

  boolean isDue(long made) {
    return !waits.isEmpty() && waits.element().change <= made;
  }

  /** Tells those whose change has been made. Returns how many. */
  int run(long made) {
    int run = 0;
    for (int i = waits.size(); i > 0 && isDue(made); i--) { // who asks again waits for the next
      waits.remove().published.run();
      run++;
    }
    return run;
  }
}
