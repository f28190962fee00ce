// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.record;

import io.tokamak.fabric.NodeRef;
import io.tokamak.transfer.TransferRecord;
import io.tokamak.transfer.TransferRecord.Phase;
import io.tokamak.transfer.TransferRecord.State;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Transfers that run and the last that ended. For the manager's thread. */
public final class TransferLog {
  /** How many ended ones are kept. */
  public static final int KEPT = 1024;

  private final NodeRef self;
  private final LongSupplier clock;
  private final LongSupplier epochMicros;
  private final Set<Trace> running = new LinkedHashSet<>();
  private final @Nullable TransferRecord[] ended = new TransferRecord[KEPT];
  private int next;
  private long numbers;

  /** A log without entries. */
  public TransferLog(NodeRef self, LongSupplier clock, LongSupplier epochMicros) {
    this.self = self;
    this.clock = clock;
    this.epochMicros = epochMicros;
  }

  /** A transfer begins, with this phase. */
  public Trace begin(ObjectId id, boolean incoming, Phase phase) {
    Trace trace =
        new Trace(++numbers, id, incoming, phase, clock.getAsLong(), epochMicros.getAsLong());
    running.add(trace);
    return trace;
  }

  /** A transfer has ended. */
  public TransferRecord end(Trace trace, State state) {
    running.remove(trace);
    TransferRecord how = trace.toRecord(state, clock.getAsLong(), self);
    ended[next] = how;
    next = (next + 1) % KEPT;
    return how;
  }

  /** A transfer has ended before it began to be one: nothing is kept of it. */
  public void forget(Trace trace) {
    running.remove(trace);
  }

  /** Those that run and the last that ended, the newest first. */
  public List<TransferRecord> all() {
    List<TransferRecord> all = new ArrayList<>();
    for (Trace trace : running) {
      all.add(trace.toRecord(State.RUNNING, clock.getAsLong(), self));
    }
    all.sort(Comparator.comparingLong(TransferRecord::number).reversed());
    for (int i = 1; i <= KEPT; i++) {
      TransferRecord how = ended[Math.floorMod(next - i, KEPT)];
      if (how != null) {
        all.add(how);
      }
    }
    return all;
  }
}
