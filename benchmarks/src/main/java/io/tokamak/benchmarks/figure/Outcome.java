// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

/** What measurements say of a claim. */
public enum Outcome {
  /** It is so here. */
  HOLDS("holds"),

  /** It is not so here. */
  FAILS("does not hold"),

  /** It is not so here, and what nothing can be faster than does not reach it here either. */
  OUT_OF_REACH("out of reach here"),
  /** This machine or this run lacks what it takes. */
  UNTESTED("cannot be tested here");

  private final String label;

  Outcome(String label) {
    this.label = label;
  }

  /** As it stands in reports. */
  public String label() {
    return label;
  }
}
