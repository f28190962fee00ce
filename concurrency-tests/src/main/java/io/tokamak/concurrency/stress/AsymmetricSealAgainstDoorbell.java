// SPDX-License-Identifier: Apache-2.0
package io.tokamak.concurrency.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The same with the store paying for both fences, where the kernel can. The third figure is what
 * was left in the ring.
 *
 * <p>The last outcome should not occur. It has been seen in the seal's race and is not understood
 * yet, which is why stores do not use asymmetric fences (ADR 3); here it is watched for.
 */
@JCStressTest
@State
@Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "Heard by the answer.")
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "Heard, and rung for again.")
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "Rung for again.")
@Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "A seal that nobody hears of.")
public class AsymmetricSealAgainstDoorbell {
  private static final DoorbellRace.Ground GROUND = new DoorbellRace.Ground(Barriers.registered());

  private final DoorbellRace race = new DoorbellRace(GROUND);

  /** The client. */
  @Actor
  public void client(III_Result result) {
    result.r1 = race.seal();
  }

  /** The store. */
  @Actor
  public void store(III_Result result) {
    result.r2 = race.answer();
  }

  /** The store at the next doorbell or housekeeping. */
  @Arbiter
  public void end(III_Result result) {
    result.r3 = race.poll();
  }
}
