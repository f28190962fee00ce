// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

/**
 * A claim and what became of it.
 *
 * @param text what the source says
 * @param outcome what measurements say of it
 * @param finding what was found, in figures; or why it cannot be tested
 */
public record Claim(String text, Outcome outcome, String finding) {

  static Claim judged(String text, boolean holds, String finding) {
    return new Claim(text, holds ? Outcome.HOLDS : Outcome.FAILS, finding);
  }

  static Claim untested(String text, String why) {
    return new Claim(text, Outcome.UNTESTED, why);
  }
}
