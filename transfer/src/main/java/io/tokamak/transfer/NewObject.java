// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

import io.tokamak.wire.ObjectId;

/**
 * An object being written, which nobody else sees. Ends with one of {@link #seal} and {@link
 * #abort}.
 */
public interface NewObject {
  /** Its id. */
  ObjectId id();

  /** Where its data goes, in the data area; the metadata follows at the next multiple of 8. */
  long offset();

  /**
   * Makes it immutable and visible.
   *
   * @throws io.tokamak.wire.error.TokamakException when that is impossible; {@link #abort} follows
   */
  void seal();

  /** Gives it up: it never existed. Also after a seal that failed; throws nothing. */
  void abort();
}
