// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.memory.Segment;
import io.tokamak.memory.SegmentSignals;
import io.tokamak.memory.slot.AccessClock;
import io.tokamak.memory.slot.ClientSlot;
import io.tokamak.memory.slot.Creation;
import io.tokamak.memory.slot.SealRing;
import io.tokamak.wire.error.ObjectNotFoundException;
import io.tokamak.wire.error.StoreTimeoutException;
import io.tokamak.wire.message.ContainsRequest;
import io.tokamak.wire.message.DoorbellNotice;
import java.util.List;

/**
 * Makes drafts immutable and visible without asking the store, and lets it know: by the ring of
 * this client's slot, and a doorbell when somebody waits for seals or the ring fills up.
 * Thread-safe.
 */
final class Seals {
  private static final int DRAINS = 1000;

  private final CallChannel calls;
  private final Creation creation;
  private final AccessClock clock;
  private final SealRing ring;
  private final SegmentSignals signals;

  Seals(CallChannel calls, Creation creation, Segment segment, ClientSlot slot) {
    this.calls = calls;
    this.creation = creation;
    this.clock = slot.clock();
    this.ring = slot.ring();
    this.signals = segment.signals();
  }

  /**
   * Seals.
   *
   * @throws ObjectNotFoundException when it is not an unsealed object of this client any more
   */
  void seal(Draft draft) {
    if (!creation.seal(draft.ref(), clock, Micros.now())) {
      throw new ObjectNotFoundException(
          "seal of object "
              + draft.id()
              + ": it was sealed or aborted already; create it again if it is gone");
    }
    if (!ring.push(draft.ref())) {
      pushWhenDrained(draft);
    }
    if (signals.claimDoorbell(ring.isHalfFull())) {
      calls.tell(DoorbellNotice.DOORBELL);
    }
  }

  /** The ring is full: ring, and let an empty call see to it that the store has heard it. */
  private void pushWhenDrained(Draft draft) {
    for (int drain = 0; drain < DRAINS; drain++) {
      calls.tell(DoorbellNotice.DOORBELL);
      calls.call(new ContainsRequest(List.of()));
      if (ring.push(draft.ref())) {
        return;
      }
    }
    throw new StoreTimeoutException(
        "seal of object "
            + draft.id()
            + ": it is sealed, but the node does not take the news of it; restart the node");
  }
}
