// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.client;

import io.tokamak.fabric.NodeRef;
import io.tokamak.transfer.Call;
import io.tokamak.transfer.ManagerCalls.RemoteEvents;
import io.tokamak.wire.ObjectId;

/** Hears what happens at another node for a while. After the end there is nothing to hear. */
final class Listening implements Activity, RemoteEvents {
  private final Desk desk;
  private final long untilNs;
  private final Call call;
  private boolean over;

  Listening(Desk desk, NodeRef node, long untilNs) {
    this.desk = desk;
    this.untilNs = untilNs;
    call = desk.manager().subscribe(node, this);
  }

  @Override
  public void sealed(ObjectId id, long dataLength, int metadataLength) {
    requireOpen();
  }

  @Override
  public void gone(ObjectId id) {
    requireOpen();
  }

  @Override
  public void ended(String why) {
    requireOpen();
    over = true;
  }

  private void requireOpen() {
    if (over) {
      throw new AssertionError(desk.node() + " hears of a node after the end of its subscription");
    }
  }

  @Override
  public void step() {
    if (!over && desk.node().nowNs() >= untilNs) {
      over = true;
      call.cancel();
    }
  }

  @Override
  public boolean isOver() {
    return over;
  }
}
