// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.fault;

/** The death of a simulated client: nothing it runs may catch this but the test itself. */
public final class StepReached extends Error {
  private static final long serialVersionUID = 1L;

  StepReached(String message) {
    super(message, null, false, false);
  }
}
