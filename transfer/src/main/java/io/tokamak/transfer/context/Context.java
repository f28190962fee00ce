// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.context;

import io.tokamak.directory.Directory;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.peer.Peers;
import io.tokamak.transfer.Acceptance;
import io.tokamak.transfer.LocalStore;
import io.tokamak.transfer.ManagerSettings;
import io.tokamak.transfer.choice.Choice;
import io.tokamak.transfer.link.Links;
import io.tokamak.transfer.record.Counter;
import io.tokamak.transfer.record.Counters;
import io.tokamak.transfer.record.TransferLog;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.TokamakException;
import java.util.function.LongSupplier;

/** What all parts of a manager share. For the manager's thread. */
public record Context(
    ManagerSettings settings,
    NodeRef self,
    LocalStore store,
    Directory directory,
    Peers peers,
    Links links,
    Choice choice,
    Counters counters,
    TransferLog log,
    Alarms alarms,
    Acceptance acceptance,
    LongSupplier clock) {
  /** The time. */
  public long nowNs() {
    return clock.getAsLong();
  }

  /** Whether a sealed object is here. One that the store cannot be asked for now is not. */
  public boolean holds(ObjectId id) {
    try {
      return store.contains(id);
    } catch (TokamakException unanswered) {
      counters.add(Counter.STORE_FAILURES);
      return false;
    }
  }
}
