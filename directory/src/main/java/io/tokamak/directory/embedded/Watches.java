// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who wants to hear of which objects. */
final class Watches {
  private final Map<ObjectId, List<Watcher>> watchers = new HashMap<>();

  /** Wants to hear of objects. */
  @FunctionalInterface
  interface Watcher {
    /** The object has a new location. Told in the middle of things: only to be noted. */
    void changed(ObjectId id);
  }

  /** Once for each watcher and object. */
  void add(ObjectId id, Watcher watcher) {
    watchers.computeIfAbsent(id, any -> new ArrayList<>(1)).add(watcher);
  }

  void remove(ObjectId id, Watcher watcher) {
    List<Watcher> those = watchers.get(id);
    if (those != null && those.remove(watcher) && those.isEmpty()) {
      watchers.remove(id);
    }
  }

  void changed(ObjectId id) {
    List<Watcher> those = watchers.get(id);
    if (those != null) {
      for (int i = 0; i < those.size(); i++) {
        those.get(i).changed(id);
      }
    }
  }

  /** How many objects are watched. */
  int size() {
    return watchers.size();
  }
}
