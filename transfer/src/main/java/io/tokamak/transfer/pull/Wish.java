// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.pull;

import io.tokamak.transfer.FetchOutcome;

/** One id of one call. */
final class Wish {
  private final FetchCall call;
  private final Pull pull;
  private boolean ended;

  Wish(FetchCall call, Pull pull) {
    this.call = call;
    this.pull = pull;
  }

  Pull pull() {
    return pull;
  }

  FetchCall call() {
    return call;
  }

  boolean isOpen() {
    return !ended;
  }

  /** The caller does not care any more. */
  void drop() {
    ended = true;
  }

  /** Tells the caller, unless it does not care any more. */
  void end(FetchOutcome outcome) {
    if (!ended) {
      ended = true;
      call.ended(pull.id(), outcome);
    }
  }
}
