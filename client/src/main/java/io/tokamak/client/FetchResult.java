// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.error.TokamakException;

/** How the fetch of one object ended. */
public sealed interface FetchResult {
  /** It was there already. */
  record Present(ObjectId id) implements FetchResult {}

  /** It came, and how. */
  record Arrived(TransferInfo how) implements FetchResult {
    @Override
    public ObjectId id() {
      return how.id();
    }
  }

  /** Enough others were there, so nobody waits for it any more. */
  record Pending(ObjectId id) implements FetchResult {}

  /**
   * It did not come.
   *
   * @param id the object
   * @param code what kind of failure
   * @param why what was asked, what was found, what to do
   */
  record Failed(ObjectId id, ErrorCode code, String why) implements FetchResult {
    /** The same as an exception. */
    public TokamakException exception() {
      return code.exception(why);
    }
  }

  /** The object. */
  ObjectId id();

  /** Whether it was at this machine's node when the fetch ended. */
  default boolean isThere() {
    return this instanceof Present || this instanceof Arrived;
  }
}
