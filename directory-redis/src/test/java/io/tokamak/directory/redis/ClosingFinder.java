// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.directory.Finder;
import io.tokamak.directory.Location;
import io.tokamak.wire.ObjectId;
import java.util.List;

/**
 * Does something as soon as it hears of an object.
 *
 * @param found notes what is heard
 */
record ClosingFinder(Found found, Runnable then) implements Finder {
  @Override
  public void found(ObjectId id, List<Location> locations) {
    found.found(id, locations);
    then.run();
  }

  @Override
  public void unavailable(String why) {
    found.unavailable(why);
  }
}
