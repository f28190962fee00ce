// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

/**
 * A small concurrent program: sets up the words and declares its threads and its final checks.
 *
 * <p>It is played many times, so it must be repeatable: everything it uses is made inside {@code
 * play}, and it reads no real clock and no random numbers. <b>Its threads may share the words and
 * nothing else</b>: a Java object that one thread writes is for that thread and the final checks
 * only. What an object's data would be is a word too (see {@link Stage#raceFree}).
 */
@FunctionalInterface
public interface Scenario {

  /** Declares the scenario on a fresh stage; what it stores here is visible to every thread. */
  void play(Stage stage);
}
