// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.pull;

import io.tokamak.directory.Location;
import io.tokamak.fabric.NodeRef;
import io.tokamak.transfer.Place;

/** A node that is thought to have an object. */
final class Source {
  private static final long FIRST_PAUSE_NS = 5_000_000;
  private static final int MOST_DOUBLINGS = 7;

  private Location location;
  private boolean askOnly;
  private int failures;
  private long notBeforeNs;
  private boolean resting;

  Source(Location location, boolean askOnly) {
    this.location = location;
    this.askOnly = askOnly;
  }

  NodeRef holder() {
    return location.holder();
  }

  Location location() {
    return location;
  }

  /** Where it is there, as far as known. */
  Place place() {
    return new Place(
        location.offset(),
        location.dataLength(),
        location.metadataLength(),
        location.entry(),
        location.generation());
  }

  /** Where the object lies there is not known well enough to read it without asking. */
  boolean isAskOnly() {
    return askOnly;
  }

  void askOnly() {
    askOnly = true;
  }

  /** It is somewhere else there. */
  void moved(Place place) {
    location = place.at(holder());
  }

  int failures() {
    return failures;
  }

  /**
   * It did not work; not again before some time has passed, the longer the more often it failed.
   */
  void failed(long nowNs) {
    notBeforeNs = nowNs + (FIRST_PAUSE_NS << Math.min(failures, MOST_DOUBLINGS));
    resting = true;
    failures++;
  }

  /** It did not work; others first, then this one again. */
  void disappointed() {
    failures++;
  }

  boolean isUsable(long nowNs) {
    if (resting && nowNs - notBeforeNs >= 0) {
      resting = false;
    }
    return !resting;
  }

  /** When it is usable again. */
  long notBeforeNs() {
    return notBeforeNs;
  }
}
