// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.tamper;

import io.tokamak.directory.Directory;
import io.tokamak.fabric.Fabric;
import io.tokamak.transfer.Acceptance;
import io.tokamak.transfer.LocalStore;
import io.tokamak.transfer.ManagerCalls;

/** What stands between a manager and its surroundings: nothing; a bug overrides something. */
public class Between {
  /** Instead of a fabric. */
  public Fabric fabric(Fabric right) {
    return right;
  }

  /** Instead of the store. */
  public LocalStore store(LocalStore right) {
    return right;
  }

  /** Instead of the directory. */
  public Directory directory(Directory right) {
    return right;
  }

  /** What the manager takes for right. */
  public Acceptance acceptance() {
    return Acceptance.STRICT;
  }

  /** Instead of the manager, for its clients. */
  public ManagerCalls calls(ManagerCalls right) {
    return right;
  }
}
