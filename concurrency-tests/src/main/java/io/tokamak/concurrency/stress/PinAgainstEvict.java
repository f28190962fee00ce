// SPDX-License-Identifier: Apache-2.0
package io.tokamak.concurrency.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A pin set aside against an eviction: the protocol's own stores, fences and loads, as the
 * compilers arrange them and the processor executes them.
 */
@JCStressTest
@State
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The reader holds the object.")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The store freed the object.")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Both saw the other and gave way.")
@Outcome(id = "1, 1", expect = Expect.FORBIDDEN, desc = "Freed under the hands of the reader.")
public class PinAgainstEvict {
  private static final Playground GROUND = new Playground();

  private final PinRace race = new PinRace(GROUND);

  /** The client. */
  @Actor
  public void reader(II_Result result) {
    result.r1 = race.pinReserved();
  }

  /** The store. */
  @Actor
  public void store(II_Result result) {
    result.r2 = race.evict();
  }
}
