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

  /** Makes it immutable and visible. */
  void seal();

  /** Gives it up: it never existed. */
  void abort();
}
