// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One direction of a connection: what was issued and has not fully taken place, and what must wait
 * for what.
 *
 * <p>Operations between two fences are of one era and take place in any order. An era's turn comes
 * when everything of those before has taken place. An operation lost with the connection never
 * takes place, so nothing of a later era does either.
 */
final class Lane {
  private final Deque<Era> eras = new ArrayDeque<>();
  private final List<Operation> unsettled = new ArrayList<>();

  /** The operations between two fences. */
  static final class Era {
    private boolean hasTurn;
    private int unplaced;
    private final List<Runnable> waiting = new ArrayList<>();
  }

  Lane() {
    eras.add(new Era());
    eras.getFirst().hasTurn = true;
  }

  /** An operation is issued now. */
  Era enter(Operation operation) {
    unsettled.add(operation);
    eras.getLast().unplaced++;
    return eras.getLast();
  }

  void fence() {
    if (eras.getLast().unplaced > 0) {
      eras.addLast(new Era());
    }
  }

  /** Runs something of this era, now or when its turn has come. */
  void inTurn(Era era, Runnable action) {
    if (era.hasTurn) {
      action.run();
    } else {
      era.waiting.add(action);
    }
  }

  /** Those that a flush has to wait for. */
  List<Operation> unsettled() {
    return List.copyOf(unsettled);
  }

  /** Nobody has to wait for this operation any more. */
  void settled(Operation operation) {
    unsettled.remove(operation);
  }

  /** All of an operation has taken place. */
  void placed(Era era) {
    era.unplaced--;
    while (eras.size() > 1 && eras.getFirst().unplaced == 0) {
      eras.removeFirst();
      eras.getFirst().hasTurn = true;
      List<Runnable> released = List.copyOf(eras.getFirst().waiting);
      eras.getFirst().waiting.clear();
      released.forEach(Runnable::run);
    }
  }
}
