// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.serve;

import io.tokamak.transfer.Place;
import io.tokamak.wire.ObjectId;

/** Bytes of an object for a receiver: of a sealed one, or of one that comes here itself. */
interface Supply {
  ObjectId id();

  Place place();

  int checksum();

  /** Bytes from the first on that may be sent. */
  long here();

  /** Whether there is something to do about it that was not there before. */
  boolean hasNews();

  /** Whether the bytes that are sent and those to come are of one object. Asked before each use. */
  boolean isThere();

  /** Whether it is sealed, so that it can be read, and sent in one message. */
  boolean isSealed();

  /** Lets it go. Once. */
  void release();
}
