// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.directory.Location;
import io.tokamak.wire.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What is to be known of an object of this node.
 *
 * @param location where it is; null if it is not here any more
 * @param number rising; the oldest one of what was said of this object and is not known yet
 */
record Change(ObjectId id, @Nullable Location location, long number) {
  boolean isWithdrawal() {
    return location == null;
  }
}
