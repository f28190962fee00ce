// SPDX-License-Identifier: Apache-2.0
package io.tokamak.concurrency.stress;

import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.slot.SealRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two threads of one client tell of their seals: the store hears of both, in either order. */
@JCStressTest
@State
@Outcome(
    id = {"12", "21"},
    expect = Expect.ACCEPTABLE,
    desc = "Both were heard.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A seal lost or doubled.")
public class TwoSealers {
  private static final Playground GROUND = new Playground();

  private final SealRing ring = GROUND.ring(GROUND.place());

  /** One thread. */
  @Actor
  public void first() {
    ring.push(ObjectRef.of(0, 1));
  }

  /** Another thread. */
  @Actor
  public void second() {
    ring.push(ObjectRef.of(0, 2));
  }

  /** The store afterwards. */
  @Arbiter
  public void store(I_Result result) {
    for (long ref = ring.poll(); ref != ObjectRef.NONE; ref = ring.poll()) {
      result.r1 = result.r1 * 10 + ObjectRef.generation(ref);
    }
  }
}
