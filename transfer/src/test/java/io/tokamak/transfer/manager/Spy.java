// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.manager;

import static java.util.Objects.requireNonNull;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.service.MessageHeader;
import io.tokamak.fabric.service.Switchboard;
import io.tokamak.transfer.message.TransferType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees what a node is told, and may keep some of it from it. */
final class Spy implements FabricListener {
  private static final int LAST = TransferType.ENDED.code();

  private @Nullable Switchboard behind;
  final List<TransferType> received = new ArrayList<>();
  final List<Endpoint> endpoints = new ArrayList<>();
  final List<String> disconnects = new ArrayList<>();

  /** Messages of this type are not passed on. */
  @Nullable TransferType swallowed;

  void on(Switchboard switchboard) {
    behind = switchboard;
  }

  private Switchboard behind() {
    return requireNonNull(behind);
  }

  @Override
  public void connected(Endpoint endpoint) {
    endpoints.add(endpoint);
    behind().connected(endpoint);
  }

  @Override
  public void disconnected(Endpoint endpoint, String why) {
    endpoints.remove(endpoint);
    disconnects.add(why);
    behind().disconnected(endpoint, why);
  }

  @Override
  public void received(Endpoint endpoint, MemorySegment message) {
    int code = MessageHeader.type(message);
    TransferType type = code < 1 || code > LAST ? null : TransferType.of(code);
    if (type != null) {
      received.add(type);
    }
    if (type == null || type != swallowed) {
      behind().received(endpoint, message);
    }
  }

  @Override
  public void completed(Endpoint endpoint, long token, OperationStatus status, long value) {
    behind().completed(endpoint, token, status, value);
  }
}
