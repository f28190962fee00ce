// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import io.tokamak.fabric.OperationStatus;
import java.util.List;

/** Completes when everything that was issued earlier has taken place. */
final class Flush {
  private final Operation operation;
  private final List<Operation> earlier;
  private int unsettled;

  Flush(Operation operation, List<Operation> earlier) {
    this.operation = operation;
    this.earlier = earlier;
    this.unsettled = earlier.size();
  }

  void begin() {
    operation.placed(); // there is nothing of it that a fence could hold back others for
    if (unsettled == 0) {
      operation.atTarget(this::arrives);
    }
    earlier.forEach(one -> one.whenSettled(this::oneLess));
  }

  private void oneLess() {
    if (--unsettled == 0) {
      operation.atTarget(this::arrives);
    }
  }

  private void arrives() {
    operation.settle();
    operation.finish(OperationStatus.DONE, 0);
  }
}
