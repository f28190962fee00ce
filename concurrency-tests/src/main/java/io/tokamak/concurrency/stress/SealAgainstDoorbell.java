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
 * A seal against the answer to a doorbell: the store hears of it, or is rung for again. The third
 * figure is what was left in the ring.
 */
@JCStressTest
@State
@Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "Heard by the answer.")
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "Heard, and rung for again.")
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "Rung for again.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A seal that nobody hears of.")
public class SealAgainstDoorbell {
  private static final DoorbellRace.Ground GROUND = new DoorbellRace.Ground();

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
