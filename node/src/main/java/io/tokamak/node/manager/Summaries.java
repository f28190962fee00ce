// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.manager;

import io.tokamak.transfer.TransferRecord;
import io.tokamak.wire.message.SharedTexts;
import io.tokamak.wire.message.TransferItem;
import io.tokamak.wire.message.TransferState;
import io.tokamak.wire.message.TransferSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The transfers of one reply, as they travel. For one reply. */
final class Summaries {
  private static final int MOST_U16 = 0xffff;

  private final SharedTexts.Builder shared = new SharedTexts.Builder();
  private final boolean withPhases;

  /**
   * With nothing in it.
   *
   * @param withPhases whether there is room to say where the time went
   */
  Summaries(boolean withPhases) {
    this.withPhases = withPhases;
  }

  /** What those made so far refer to. */
  SharedTexts shared() {
    return shared.build();
  }

  int text(String text) {
    return shared.text(text);
  }

  TransferSummary of(TransferRecord transfer) {
    return new TransferSummary(
        transfer.number(),
        shared.node(Answers.key(transfer.peer())),
        text(transfer.fabric()),
        text(transfer.protocol().label()),
        text(transfer.reason()),
        transfer.bytes(),
        Math.min(MOST_U16, transfer.copies()),
        Math.min(MOST_U16, transfer.registrations()),
        transfer.roundTrips(),
        transfer.messages(),
        Math.min(MOST_U16, transfer.sources()),
        transfer.startedAtMicros(),
        transfer.totalNs(),
        withPhases ? phases(transfer.phases()) : List.of());
  }

  private List<TransferSummary.Phase> phases(List<TransferRecord.PhaseTime> times) {
    List<TransferSummary.Phase> phases = new ArrayList<>(times.size());
    for (TransferRecord.PhaseTime time : times) {
      String label = time.phase().name().toLowerCase(Locale.ROOT);
      phases.add(new TransferSummary.Phase(text(label), time.ns()));
    }
    return phases;
  }

  TransferItem item(TransferRecord transfer) {
    return new TransferItem(
        transfer.id(), transfer.incoming(), state(transfer.state()), of(transfer));
  }

  private static TransferState state(TransferRecord.State state) {
    return switch (state) {
      case RUNNING -> TransferState.RUNNING;
      case DONE -> TransferState.DONE;
      case FAILED -> TransferState.FAILED;
    };
  }
}
