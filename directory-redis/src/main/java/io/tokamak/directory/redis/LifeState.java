// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

/** Where this node stands in its cluster. */
enum LifeState {
  /** There is no connection. */
  OUTSIDE,

  /** Connected: it asks to join. */
  ENTERING,

  /** Joined; what is left of what it once announced is removed first. */
  CLEARING,

  /** Joined: the directory has all that was announced, or is about to hear it. */
  INSIDE,

  /** Its leave is on its way, and what it held is removed. */
  LEAVING,

  /** Nothing is left to do. */
  GONE
}
