// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory;

import io.tokamak.wire.ObjectId;
import java.util.List;

/** Hears where objects are. Called in the manager's thread; may close the search. */
public interface Finder {
  /**
   * All locations of an object known now, perhaps none. Locations at nodes that are not there are
   * left out.
   */
  void found(ObjectId id, List<Location> locations);

  /**
   * The directory cannot be asked now. A watching search stays open and goes on by itself; one that
   * is not is over.
   */
  void unavailable(String why);
}
