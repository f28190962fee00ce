// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.harness;

/** What became of something that must be reached. */
public enum Verdict {
  /** It is reached. */
  MET("met"),
  /** It is not reached, and nothing that was measured says that it could not be. */
  MISSED("MISSED"),
  /** What nothing can be faster than does not reach it here either: neither reached nor missed. */
  OUT_OF_REACH("out of reach here");

  private final String label;

  Verdict(String label) {
    this.label = label;
  }

  /** As it stands in what is printed. */
  public String label() {
    return label;
  }
}
