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
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A client tells of two seals while the store sweeps the ring. First figure: what the store swept
 * meanwhile; second: what it finds afterwards. Digits are seals in the order in which they came.
 */
@JCStressTest
@State
@Outcome(id = "0, 12", expect = Expect.ACCEPTABLE, desc = "The sweep came first.")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "The sweep came in between.")
@Outcome(id = "12, 0", expect = Expect.ACCEPTABLE, desc = "The sweep came last.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A seal lost, doubled, or out of order.")
public class SealAgainstSweep {
  private static final Playground GROUND = new Playground();

  private final SealRing ring = GROUND.ring(GROUND.place());

  private int sweep() {
    int swept = 0;
    for (long ref = ring.poll(); ref != ObjectRef.NONE; ref = ring.poll()) {
      swept = swept * 10 + ObjectRef.generation(ref);
    }
    return swept;
  }

  /** The client. */
  @Actor
  public void client() {
    ring.push(ObjectRef.of(0, 1));
    ring.push(ObjectRef.of(0, 2));
  }

  /** The store. */
  @Actor
  public void store(II_Result result) {
    result.r1 = sweep();
  }

  /** The store afterwards. */
  @Arbiter
  public void end(II_Result result) {
    result.r2 = sweep();
  }
}
