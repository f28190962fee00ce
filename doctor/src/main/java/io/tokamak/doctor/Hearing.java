// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.OperationStatus;
import java.lang.foreign.MemorySegment;

/** Remembers what a fabric told: why a connection ended, and how operations did. */
final class Hearing implements FabricListener {
  private String ended = "";
  private long completions;
  private OperationStatus lastStatus = OperationStatus.DONE;

  /** Why a connection is gone; empty while none is. */
  String ended() {
    return ended;
  }

  /** How many operations have ended. */
  long completions() {
    return completions;
  }

  /** How the last of them did. */
  OperationStatus lastStatus() {
    return lastStatus;
  }

  @Override
  public void connected(Endpoint endpoint) {
    // The state of the endpoint tells.
  }

  @Override
  public void disconnected(Endpoint endpoint, String why) {
    ended = why;
  }

  @Override
  public void received(Endpoint endpoint, MemorySegment message) {
    // What nodes say to each other is not for the doctor.
  }

  @Override
  public void completed(Endpoint endpoint, long token, OperationStatus status, long value) {
    completions++;
    lastStatus = status;
  }
}
