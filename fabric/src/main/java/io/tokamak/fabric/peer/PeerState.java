// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.peer;

/** Where the connection to a peer stands. */
public enum PeerState {
  /** Nobody has asked for it, or it was there and ended in peace. */
  ABSENT,
  /** Being connected; those who want it wait. */
  CONNECTING,
  /** Usable. */
  READY,
  /** Could not be connected, or broke; not tried again before some time has passed. */
  FAILED
}
