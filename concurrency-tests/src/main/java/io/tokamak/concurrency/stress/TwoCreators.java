// SPDX-License-Identifier: Apache-2.0
package io.tokamak.concurrency.stress;

import io.tokamak.memory.layout.BlockLength;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.table.Entries;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Two clients create one id, each in an entry and a lease of its own: one wins, the other gets
 * everything back. The third figure is the winner as the table has it, with the loser's entry empty
 * and its lease as long as before; -1 when that is not so.
 */
@JCStressTest
@State
@Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "The first client created it.")
@Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "The second client created it.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Two winners, none, or something left behind.")
public class TwoCreators {
  private static final Playground GROUND = new Playground();

  private final int place = GROUND.place();
  private final long id = place + 1L;

  /** Gives each client a lease of one granule. */
  public TwoCreators() {
    GROUND.lease(place).open(offset(place));
    GROUND.lease(place + 1).open(offset(place + 1));
  }

  private static long offset(int entry) {
    return (long) entry * BlockLength.GRANULE;
  }

  private int create(int entry) {
    long end = offset(entry) + BlockLength.GRANULE;
    return GROUND.creation(entry).create(entry, id, id, 0, 8, 0, end, 1) >= 0 ? 1 : 0;
  }

  /** The first client. */
  @Actor
  public void first(III_Result result) {
    result.r1 = create(place);
  }

  /** The second client. */
  @Actor
  public void second(III_Result result) {
    result.r2 = create(place + 1);
  }

  /** The store, when both are done: looks, and removes the object. */
  @Arbiter
  public void store(III_Result result) {
    long ref = GROUND.table.find(id, id, 0);
    int winner = ObjectRef.entry(ref);
    int loser = winner == place ? place + 1 : place;
    boolean clean =
        Control.state(GROUND.entries.control(loser)) == Control.EMPTY
            && GROUND.lease(loser).position() == offset(loser)
            && ref == Entries.ref(winner, GROUND.entries.control(winner));
    result.r3 = clean ? winner - place : -1;
    if (ref > 0) {
      GROUND.remove(ref);
    }
  }
}
