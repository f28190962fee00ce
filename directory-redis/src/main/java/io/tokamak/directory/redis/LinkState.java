// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

/** Where a connection stands. */
enum LinkState {
  /** Not wanted yet, or not any more. */
  CLOSED,

  /** Being made. */
  CONNECTING,

  /** Of use. */
  UP,

  /** Given up; whoever worked on it has not come back yet. */
  ABANDONED,

  /** Failed; left alone until the pause is over. */
  WAITING
}
