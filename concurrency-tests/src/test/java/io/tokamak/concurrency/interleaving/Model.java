// SPDX-License-Identifier: Apache-2.0
package io.tokamak.concurrency.interleaving;

import io.tokamak.testkit.explore.Explorer;
import io.tokamak.testkit.explore.Scenario;
import io.tokamak.testkit.explore.Strength;

/** The memories that the protocols have to be right on. */
enum Model {
  /** The weakest: atomic updates order nothing but themselves. */
  WEAK(Strength.WEAK_RMW, false),

  /** Atomic updates are fences, as on x86, but plain accesses are as free as Java allows. */
  FENCING(Strength.FENCING_RMW, false),

  /** Store buffers and nothing else. */
  X86(Strength.FENCING_RMW, true);

  private final Strength strength;
  private final boolean orderedPlain;

  Model(Strength strength, boolean orderedPlain) {
    this.strength = strength;
    this.orderedPlain = orderedPlain;
  }

  Explorer explorer(Scenario scenario) {
    Explorer explorer = Explorer.of(scenario).strength(strength);
    return orderedPlain ? explorer.orderPlainAccesses() : explorer;
  }

  /** Explores all of the scenario and says how much that was. */
  void proveSafe(String what, Scenario scenario) {
    var exploration = explorer(scenario).explore();
    exploration.assertSafe();
    System.out.println(what + " on " + this + ": " + exploration);
  }
}
