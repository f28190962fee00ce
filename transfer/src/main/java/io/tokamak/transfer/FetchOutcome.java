// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

import io.tokamak.wire.error.ErrorCode;

/** How a fetch of one object ended. */
public sealed interface FetchOutcome {
  /** It was there already. */
  record Present() implements FetchOutcome {}

  /** It came. */
  record Arrived(TransferRecord how) implements FetchOutcome {}

  /**
   * It did not come.
   *
   * @param code what kind of failure
   * @param why what was asked, what was found, what to do
   */
  record Failed(ErrorCode code, String why) implements FetchOutcome {}
}
