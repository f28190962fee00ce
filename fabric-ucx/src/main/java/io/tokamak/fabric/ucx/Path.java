// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.ucx.ucp.Ucp;
import io.tokamak.fabric.ucx.ucp.UcpEndpoint;
import io.tokamak.fabric.ucx.ucp.UcpParameters;
import io.tokamak.fabric.ucx.ucp.UcpRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * UCX's way to the worker of one peer, shared by all endpoints between the two nodes. It breaks
 * once, for all of them.
 */
final class Path {
  private enum State {
    /** Of use. */
    OPEN,
    /** UCX lets go of what was under way. */
    CLOSING,
    /** UCX has forgotten it. */
    CLOSED,
    /** Left as it is: nothing ever came over it, and closing it might end the process. */
    ABANDONED
  }

  private final UcpEndpoint endpoint;
  private final Parameters parameters;
  private final Slots slots;
  private final Pending<Slot> sends = new Pending<>();
  private final Pending.Ended<Slot> sent = this::sent;
  private final List<UcxEndpoint> users = new ArrayList<>();
  private final boolean delicate;
  private State state = State.OPEN;
  private boolean proven;
  private byte failure;
  private long closing;
  private boolean failureSeen;
  private long failedNs;

  /** What operations are called with. */
  record Parameters(
      UcpParameters plain, UcpParameters eager, UcpParameters forced, UcpParameters word) {}

  /**
   * A path that is being made.
   *
   * @param delicate whether it must not be closed before something came over it: network cards meet
   *     by datagrams, and while these wait for an answer UCX 1.13 does not survive the end. So it
   *     is wherever cards may take part, with whatever else
   */
  Path(UcpEndpoint endpoint, Parameters parameters, Slots slots, boolean delicate) {
    this.delicate = delicate;
    this.endpoint = endpoint;
    this.parameters = parameters;
    this.slots = slots;
  }

  UcpEndpoint endpoint() {
    return endpoint;
  }

  Parameters parameters() {
    return parameters;
  }

  List<UcxEndpoint> users() {
    return users;
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  /** Something came over it. */
  void prove() {
    proven = true;
  }

  /** Whether nothing ever came over it, and UCX still has it. */
  boolean isAbandoned() {
    return state == State.ABANDONED;
  }

  /** UCX says that it is of no use any more. */
  void fail(byte status) {
    if (failure == Ucp.OK) {
      failure = status;
    }
  }

  /** Since when it is known to have failed; {@code nowNs} if that is news. */
  long failedNs(long nowNs) {
    if (!failureSeen) {
      failureSeen = true;
      failedNs = nowNs;
    }
    return failedNs;
  }

  boolean hasFailed() {
    return failure != Ucp.OK;
  }

  /** What UCX said. */
  String failure() {
    return Ucp.text(failure);
  }

  void send(Slot slot) {
    long length = Slot.PAYLOAD + (long) slot.length;
    long request =
        isOpen() && !hasFailed()
            ? endpoint.send(
                slot.headerAddress(),
                Frame.LENGTH,
                slot.payloadAddress(),
                slot.length,
                parameters.eager())
            : Ucp.CANCELED;
    if (request != 0 && !Ucp.isError(request)) {
      if (slot.owner != null) {
        slot.owner.queued(length);
      }
      sends.add(request, slot, length);
      return;
    }
    if (request != 0) {
      fail((byte) request);
    }
    slot.owner = null;
    slots.give(slot);
  }

  private void sent(Slot slot, long length, byte status) {
    if (slot.owner != null) {
      slot.owner.queued(-length);
    }
    slot.owner = null;
    slots.give(slot);
    if (status != Ucp.OK) {
      fail(status);
    }
  }

  /** Looks what has been sent. Returns how much. */
  int poll() {
    int done = sends.isEmpty() ? 0 : sends.poll(sent);
    if (state == State.CLOSING) {
      finish();
    }
    return done;
  }

  private void finish() {
    if (closing != 0 && UcpRequest.status(closing) != Ucp.IN_PROGRESS) {
      UcpRequest.free(closing);
      closing = 0;
    }
    if (closing == 0 && sends.isEmpty()) {
      state = State.CLOSED;
    }
  }

  /** Whether it is best kept for the next connection, though nobody uses it. */
  boolean isDelicate() {
    return delicate && !proven && !hasFailed();
  }

  /** Ends all that is under way; UCX may need a while for that. Can be repeated. */
  void close() {
    if (state == State.OPEN && delicate && !proven) {
      state = State.ABANDONED;
      fail(Ucp.CANCELED);
    } else if (state == State.OPEN) {
      state = State.CLOSING;
      fail(Ucp.CANCELED);
      long request = endpoint.close(parameters.forced());
      closing = Ucp.isError(request) ? 0 : request;
      finish();
    }
  }

  boolean isClosed() {
    return state == State.CLOSED;
  }
}
