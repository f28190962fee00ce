// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

/**
 * What a check found: a line for people.
 *
 * @param name what was looked at, in a word or two
 * @param verdict how good it is
 * @param found what is there
 * @param remedy what to do, in one line; empty if nothing has to be done
 */
public record Finding(String name, Verdict verdict, String found, String remedy) {
  /** Whoever is told that something is wrong is told what to do. */
  public Finding {
    if (verdict == Verdict.OK != remedy.isEmpty()) {
      throw new IllegalArgumentException(
          "%s is %s, and the remedy is \"%s\"".formatted(name, verdict.words(), remedy));
    }
  }

  /** All is well. */
  static Finding ok(String name, String found) {
    return new Finding(name, Verdict.OK, found, "");
  }

  /** It works, but something would be better. */
  static Finding better(String name, String found, String remedy) {
    return new Finding(name, Verdict.BETTER, found, remedy);
  }

  /** Something is needed that is not there. */
  static Finding missing(String name, String found, String remedy) {
    return new Finding(name, Verdict.MISSING, found, remedy);
  }
}
