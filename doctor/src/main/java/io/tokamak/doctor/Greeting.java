// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

/** Talks to a peer that listens: whether it is a node, of a version that is understood, of us. */
@FunctionalInterface
interface Greeting {
  /** One line about it, within some seconds. */
  Finding look();
}
