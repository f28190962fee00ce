// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.history;

/** How a wait for an object ended. */
public enum Outcome {
  /** With the object. */
  PRESENT,
  /** Without it: it is nowhere, or it did not come in time. */
  ABSENT,
  /** With an error that says why. */
  FAILED
}
