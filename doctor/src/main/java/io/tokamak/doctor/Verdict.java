// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

/** How good something is. The worst last. */
public enum Verdict {
  /** As it should be, or not needed here. */
  OK("ok"),
  /** It works, but something would make it faster or safer. */
  BETTER("could be better"),
  /** Something that is needed here is not there. */
  MISSING("missing");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }
}
