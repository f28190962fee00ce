// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.pull;

import io.tokamak.transfer.FetchOutcome.Failed;
import io.tokamak.transfer.pull.Pull.State;
import io.tokamak.wire.error.ErrorCode;

/** Why an object is not here when the time is up. */
final class Explanation {
  private Explanation() {}

  static Failed of(Pull pull) {
    String storeFull = pull.storeFull();
    if (storeFull != null) {
      return new Failed(
          ErrorCode.STORE_FULL, "no room for it on this node until the deadline: " + storeFull);
    }
    if (pull.state() == State.BLOCKED) {
      return new Failed(
          ErrorCode.OBJECT_NOT_SEALED,
          "somebody on this node is writing an object with this id, and has not sealed it until the"
              + " deadline");
    }
    return pull.isUntried() ? untried(pull) : tried(pull);
  }

  private static Failed untried(Pull pull) {
    Batch batch = pull.batch();
    if (batch != null && !batch.unavailable().isEmpty()) {
      return new Failed(ErrorCode.TIMEOUT, "the directory cannot be asked: " + batch.unavailable());
    }
    if (pull.sources().isEmpty()) {
      return new Failed(
          ErrorCode.OBJECT_NOT_FOUND,
          "no node had it until the deadline; it is fetched once it is sealed somewhere");
    }
    return new Failed(ErrorCode.TIMEOUT, "the deadline passed while it " + where(pull.state()));
  }

  private static String where(State state) {
    return state == State.FLYING ? "was on its way" : "waited for its turn";
  }

  private static Failed tried(Pull pull) {
    if (pull.state() == State.FLYING || pull.state() == State.QUEUED) {
      return new Failed(
          ErrorCode.TIMEOUT,
          "the deadline passed while it %s; before: %s"
              .formatted(where(pull.state()), pull.triedText()));
    }
    ErrorCode without = pull.isUnsealed() ? ErrorCode.OBJECT_NOT_SEALED : ErrorCode.NODE_LOST;
    return new Failed(
        pull.sources().isEmpty() ? ErrorCode.OBJECT_NOT_FOUND : without,
        "no node could give it until the deadline: " + pull.triedText());
  }
}
