// SPDX-License-Identifier: Apache-2.0
package io.tokamak.concurrency.stress;

import io.tokamak.memory.layout.BlockLength;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.table.Entries;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A client creates and seals in its lease while the store takes the lease back. First figure: the
 * client sealed its object. Second: the store got the block back. Third: what the entry is at the
 * end.
 */
@JCStressTest
@State
@Outcome(id = "1, 0, 2", expect = Expect.ACCEPTABLE, desc = "The block is the object's, sealed.")
@Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "The block is the store's, no object.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The block has two owners or none.")
public class CreateAgainstSweep {
  private static final Playground GROUND = new Playground();

  private final int entry = GROUND.place();
  private final long start = (long) entry * BlockLength.GRANULE;
  private final long id = entry + 1L;

  /** The lease is one granule long. */
  public CreateAgainstSweep() {
    GROUND.lease(entry).open(start);
  }

  /** The client. */
  @Actor
  public void client(III_Result result) {
    long end = start + BlockLength.GRANULE;
    long offset = GROUND.creation(entry).create(entry, id, id, 0, 8, 0, end, 1);
    long ref = Entries.ref(entry, GROUND.entries.control(entry));
    boolean sealed = offset >= 0 && GROUND.creation(entry).seal(ref, GROUND.clock(entry), 1);
    result.r1 = sealed ? 1 : 0;
  }

  /** The store. */
  @Actor
  public void store(III_Result result) {
    result.r2 = GROUND.lease(entry).close() == start ? 1 : 0;
  }

  /** The store afterwards: looks, and removes the object. */
  @Arbiter
  public void end(III_Result result) {
    long control = GROUND.entries.control(entry);
    result.r3 = Control.state(control);
    if (Control.state(control) != Control.EMPTY) {
      GROUND.remove(Entries.ref(entry, control));
    }
  }
}
