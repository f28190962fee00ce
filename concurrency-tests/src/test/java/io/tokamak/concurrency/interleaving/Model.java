// SPDX-License-Identifier: Apache-2.0
package io.tokamak.concurrency.interleaving;

import io.tokamak.testkit.explore.Explorer;
import io.tokamak.testkit.explore.Scenario;
import io.tokamak.testkit.explore.Strength;

/** The memories that the protocols have to be right on. */
enum Model {
  /** The weakest: atomic updates order nothing but themselves. */
  WEAK(Strength.WEAK_RMW, false, false),

  /** The same, readers' fences free of charge and the store's reaching every processor. */
  WEAK_ASYMMETRIC(Strength.WEAK_RMW, false, true),

  /** Atomic updates are fences, as on x86, but plain accesses are as free as Java allows. */
  FENCING_ASYMMETRIC(Strength.FENCING_RMW, false, true),

  /** Store buffers and nothing else. */
  X86_ASYMMETRIC(Strength.FENCING_RMW, true, true);

  private final Strength strength;
  private final boolean orderedPlain;
  private final boolean asymmetric;

  Model(Strength strength, boolean orderedPlain, boolean asymmetric) {
    this.strength = strength;
    this.orderedPlain = orderedPlain;
    this.asymmetric = asymmetric;
  }

  Explorer explorer(Scenario scenario) {
    Explorer explorer = Explorer.of(scenario).strength(strength);
    explorer = orderedPlain ? explorer.orderPlainAccesses() : explorer;
    return asymmetric ? explorer.asymmetricFences() : explorer;
  }

  /** Explores all of the scenario and says how much that was. */
  void proveSafe(String what, Scenario scenario) {
    var exploration = explorer(scenario).explore();
    exploration.assertSafe();
    System.out.println(what + " on " + this + ": " + exploration);
  }
}
