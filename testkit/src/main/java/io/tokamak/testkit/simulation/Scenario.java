// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

/**
 * What happens in one run: makes nodes, lets time pass, checks. Whatever it throws is a failure.
 */
@FunctionalInterface
public interface Scenario {
  /** Plays the run in a fresh world; it shares nothing with other runs. */
  void play(World world) throws Exception;
}
