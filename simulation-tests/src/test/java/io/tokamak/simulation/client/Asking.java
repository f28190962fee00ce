// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.client;

import io.tokamak.directory.Location;
import io.tokamak.fabric.NodeRef;
import io.tokamak.testkit.history.History;
import io.tokamak.testkit.history.Outcome;
import io.tokamak.transfer.CalibrationOutcome;
import io.tokamak.transfer.FetchListener;
import io.tokamak.transfer.FetchOutcome;
import io.tokamak.transfer.ManagerCalls;
import io.tokamak.wire.ObjectId;
import java.util.List;
import java.util.function.Consumer;

/** Something asked of the manager that ends once, and in time. */
public final class Asking implements Activity {
  private final Desk desk;
  private final String what;
  private final History.Wait wait;
  private int left;

  private Asking(Desk desk, String what, int answers, long deadlineNs) {
    this.desk = desk;
    this.what = what;
    this.left = answers;
    wait = desk.waits(what, deadlineNs);
    desk.trace(what);
  }

  /** Has another node fetch objects of this one. */
  static Asking toPush(Desk desk, List<ObjectId> ids, NodeRef to, long deadlineNs) {
    Asking asking = new Asking(desk, "push to " + to, ids.size(), deadlineNs);
    FetchListener listener =
        (id, outcome) -> asking.answered(outcome instanceof FetchOutcome.Failed);
    desk.manager().push(ids, to, deadlineNs, listener);
    return asking;
  }

  /** Has other nodes fetch an object of this one from one another. */
  static Asking toBroadcast(Desk desk, ObjectId id, List<NodeRef> to, long deadlineNs) {
    Asking asking = new Asking(desk, "broadcast to " + to, to.size(), deadlineNs);
    desk.manager()
        .broadcast(
            id,
            to,
            deadlineNs,
            (node, outcome) -> asking.answered(outcome instanceof FetchOutcome.Failed));
    return asking;
  }

  /** Deletes objects at all nodes. */
  static Asking toDelete(Desk desk, List<ObjectId> ids, long deadlineNs) {
    Asking asking = new Asking(desk, "delete everywhere", 1, deadlineNs);
    desk.manager()
        .deleteEverywhere(
            ids, deadlineNs, (copies, failures) -> asking.answered(!failures.isEmpty()));
    return asking;
  }

  /** Hears when all that was sealed so far is known to the directory. */
  static Asking whenPublished(Desk desk, long deadlineNs) {
    Asking asking = new Asking(desk, "when published", 1, deadlineNs);
    Consumer<String> listener = failure -> asking.answered(!failure.isEmpty());
    desk.manager().whenPublished(deadlineNs, listener);
    return asking;
  }

  /** Has the protocols measured against another node; tells what came of it. */
  public static Asking toCalibrate(
      Desk desk, NodeRef node, long deadlineNs, Consumer<CalibrationOutcome> outcome) {
    Asking asking = new Asking(desk, "calibrate against " + node, 1, deadlineNs);
    desk.manager()
        .calibrate(
            node,
            deadlineNs,
            how -> {
              asking.answered(how instanceof CalibrationOutcome.Failed);
              outcome.accept(how);
            });
    return asking;
  }

  /** Asks where objects are, and remembers the answers for the time when they are wrong. */
  static Asking toLocate(Desk desk, List<ObjectId> ids, long deadlineNs) {
    Asking asking = new Asking(desk, "locate", 1, deadlineNs);
    desk.manager()
        .locate(
            ids,
            deadlineNs,
            new ManagerCalls.LocateListener() {
              @Override
              public void located(ObjectId id, List<Location> locations) {
                locations.forEach(location -> desk.world().seen().put(id, location));
              }

              @Override
              public void done() {
                asking.answered(false);
              }

              @Override
              public void failed(String why) {
                asking.answered(true);
              }
            });
    return asking;
  }

  private void answered(boolean failed) {
    if (left == 0) {
      throw new AssertionError("%s: '%s' ended twice".formatted(desk.node(), what));
    }
    if (--left == 0) {
      desk.trace(what + (failed ? ": failed" : ": done"));
      wait.ended(failed ? Outcome.FAILED : Outcome.ABSENT, null);
    }
  }

  @Override
  public void step() {}

  @Override
  public boolean isOver() {
    return left == 0;
  }
}
