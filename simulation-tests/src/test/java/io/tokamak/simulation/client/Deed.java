// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.client;

/** What clients do. */
public enum Deed {
  /** Fetch some objects by the protocol that is chosen for them. */
  FETCH,
  /** Fetch some objects by a protocol of the client's choice. */
  FETCH_BY,
  /** Fetch an object from where it was once. */
  FETCH_FROM,
  /** Ask for objects that may be needed later, and lose interest before they are there. */
  PREFETCH,
  /** Have another node fetch objects. */
  PUSH,
  /** Have all other nodes fetch an object from one another. */
  BROADCAST,
  /** Create an object, write it, seal it or give it up. */
  CREATE,
  /** Pin an object and read it for a while. */
  HOLD,
  /** Delete an object here. */
  DELETE,
  /** Delete an object wherever it is. */
  DELETE_EVERYWHERE,
  /** Let the store evict something. */
  EVICT,
  /** Ask where objects are. */
  LOCATE,
  /** Ask to hear when all is published. */
  PUBLISH,
  /** Listen to another node for a while. */
  LISTEN,
  /** Measure the protocols against another node. */
  CALIBRATE
}
