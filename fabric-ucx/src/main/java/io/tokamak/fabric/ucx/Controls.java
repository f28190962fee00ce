// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.Readiness;
import io.tokamak.fabric.tcp.TcpFabric;
import io.tokamak.fabric.tcp.TcpOptions;
import io.tokamak.fabric.ucx.ucp.UcpException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.IdentityHashMap;
import java.util.function.LongSupplier;

/**
 * The connections over TCP, one for each endpoint: over them nodes find out who the other one is,
 * and whether it is there.
 */
final class Controls implements FabricListener {
  private final UcxFabric fabric;
  private final TcpFabric tcp;
  private final IdentityHashMap<Endpoint, UcxEndpoint> owners = new IdentityHashMap<>();

  Controls(UcxFabric fabric, TcpOptions options, LongSupplier clock, Readiness readiness)
      throws IOException {
    this.fabric = fabric;
    tcp = new TcpFabric(fabric.self(), options, clock, readiness);
  }

  /** Where peers find this node. */
  FabricAddress address() {
    return new FabricAddress(UcxFabric.NAME, tcp.address().location());
  }

  /** Begins a connection. */
  void connect(UcxEndpoint endpoint, FabricAddress where, long deadlineNs) {
    if (!where.fabric().equals(UcxFabric.NAME)) {
      endpoint.end("cannot connect to " + where + ": expected ucx://NUMERIC-ADDRESS:PORT");
      return;
    }
    FabricAddress over = new FabricAddress(TcpFabric.NAME, where.location());
    Endpoint control = tcp.connect(endpoint.peer(), over, deadlineNs);
    owners.put(control, endpoint);
    endpoint.control().open(control);
  }

  int poll() {
    return tcp.poll(this);
  }

  @Override
  public void connected(Endpoint control) {
    UcxEndpoint owner = owners.get(control);
    if (owner == null && control.outgoing()) {
      control.close("nobody wants it any more");
      return;
    }
    if (owner == null) {
      owner = fabric.answer(control.peer());
      owner.control().open(control);
      owners.put(control, owner);
    }
    owner.met(control.peer());
  }

  @Override
  public void disconnected(Endpoint control, String why) {
    UcxEndpoint owner = owners.remove(control);
    if (owner != null) {
      owner.end(why);
    }
  }

  @Override
  public void received(Endpoint control, MemorySegment message) {
    UcxEndpoint owner = owners.get(control);
    if (owner == null) {
      return;
    }
    try {
      if (message.byteSize() > Notice.LENGTH + Notice.MOST_ADDRESS_BYTES) {
        throw new BadFrameException("a notice of " + message.byteSize() + " bytes");
      }
      owner.told(Notice.decode(message.toArray(ValueLayout.JAVA_BYTE)));
    } catch (BadFrameException | UcpException bad) {
      owner.end(String.valueOf(bad.getMessage()));
    }
  }

  @Override
  public void completed(Endpoint control, long token, OperationStatus status, long value) {
    throw new IllegalStateException("nothing is asked for over TCP");
  }

  /** The endpoint is closed. */
  void forget(UcxEndpoint endpoint) {
    Endpoint control = endpoint.control().endpoint();
    if (control != null) {
      owners.remove(control);
    }
  }

  void close() {
    tcp.close();
  }
}
