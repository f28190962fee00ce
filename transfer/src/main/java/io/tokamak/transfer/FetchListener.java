// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

import io.tokamak.wire.ObjectId;

/** Hears how a fetch goes. Called in the manager's thread. */
public interface FetchListener {
  /** What was asked for one id has ended. Once for each id; an id named twice ends twice. */
  void ended(ObjectId id, FetchOutcome outcome);
}
