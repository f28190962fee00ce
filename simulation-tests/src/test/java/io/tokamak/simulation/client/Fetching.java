// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.client;

import io.tokamak.testkit.history.History;
import io.tokamak.testkit.history.Outcome;
import io.tokamak.transfer.Call;
import io.tokamak.transfer.FetchListener;
import io.tokamak.transfer.FetchOptions;
import io.tokamak.transfer.FetchOutcome;
import io.tokamak.transfer.HeldObject;
import io.tokamak.transfer.Priority;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A fetch of some objects, which ends once for each of them and in time, or is cancelled. */
public final class Fetching implements Activity, FetchListener {
  private final Desk desk;
  private final Map<ObjectId, List<History.Wait>> waits = new HashMap<>();
  private final List<String> failures = new ArrayList<>();
  private final long beganAtNs;
  private final @Nullable Call call;
  private long cancelAtNs = Long.MAX_VALUE;
  private boolean cancelled;
  private int openWaits;

  /** Begins it. */
  public Fetching(
      Desk desk, List<ObjectId> ids, Priority priority, FetchOptions options, long deadlineNs) {
    this.desk = desk;
    beganAtNs = desk.node().world().nowNs();
    openWaits = ids.size();
    for (ObjectId id : ids) {
      waits
          .computeIfAbsent(id, first -> new ArrayList<>())
          .add(desk.waits(Desk.name(id), deadlineNs));
    }
    if (desk.node().world().isTraced()) {
      desk.trace(
          "fetches %s %s %s"
              .formatted(ids.stream().map(Desk::name).toList(), priority, options.protocol()));
    }
    call = desk.manager().fetch(ids, priority, options, deadlineNs, this);
  }

  /** Loses interest after a while. */
  Fetching cancelledAt(long atNs) {
    cancelAtNs = atNs;
    return this;
  }

  @Override
  public void ended(ObjectId id, FetchOutcome outcome) {
    if (desk.node().world().isTraced()) {
      desk.trace("%s: %s".formatted(Desk.name(id), outcome));
    }
    List<History.Wait> open = waits.getOrDefault(id, List.of());
    if (cancelled || open.isEmpty()) {
      throw new AssertionError(
          "%s: %s ended as %s, nobody waits for it".formatted(desk.node(), Desk.name(id), outcome));
    }
    History.Wait wait = open.removeFirst();
    openWaits--;
    if (outcome instanceof FetchOutcome.Failed failed) {
      failures.add("%s: %s %s".formatted(Desk.name(id), failed.code(), failed.why()));
      wait.ended(Outcome.FAILED, null);
    } else {
      arrived(id, wait);
    }
  }

  private void arrived(ObjectId id, History.Wait wait) {
    HeldObject held = desk.store().hold(id);
    if (held != null) {
      wait.ended(Outcome.PRESENT, desk.bytes(held));
      held.release();
    } else if (desk.store().wentSince(id, beganAtNs)) {
      failures.add(Desk.name(id) + ": was evicted again");
      wait.ended(Outcome.ABSENT, null);
    } else {
      throw new AssertionError(
          "%s: %s is said to be there, and is not".formatted(desk.node(), Desk.name(id)));
    }
  }

  @Override
  public void step() {
    if (call != null && !isOver() && desk.node().nowNs() >= cancelAtNs) {
      desk.trace("cancels a fetch");
      call.cancel();
      cancelled = true;
      waits.values().forEach(open -> open.forEach(wait -> wait.ended(Outcome.ABSENT, null)));
      waits.clear();
      openWaits = 0;
    }
  }

  /** What did not come, and why. */
  public List<String> failures() {
    return failures;
  }

  @Override
  public boolean isOver() {
    return openWaits == 0;
  }
}
