// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.tamper;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import java.lang.foreign.MemorySegment;

/** Passes everything on; a bug overrides what it gets wrong. */
class EndpointBetween implements Endpoint {
  private final Endpoint right;

  EndpointBetween(Endpoint right) {
    this.right = right;
  }

  /** An operation ends; its user hears of it next. */
  void completes(long token, OperationStatus status) {}

  @Override
  public NodeRef peer() {
    return right.peer();
  }

  @Override
  public State state() {
    return right.state();
  }

  @Override
  public boolean outgoing() {
    return right.outgoing();
  }

  @Override
  public boolean send(MemorySegment head, MemorySegment body) {
    return right.send(head, body);
  }

  @Override
  public boolean read(MemoryRegion into, long offset, RemotePointer from, long token) {
    return right.read(into, offset, from, token);
  }

  @Override
  public boolean write(MemoryRegion from, long offset, RemotePointer to, long token) {
    return right.write(from, offset, to, token);
  }

  @Override
  public boolean compareAndSwap(RemotePointer word, long expected, long value, long token) {
    return right.compareAndSwap(word, expected, value, token);
  }

  @Override
  public boolean fetchAdd(RemotePointer word, long delta, long token) {
    return right.fetchAdd(word, delta, token);
  }

  @Override
  public void fence() {
    right.fence();
  }

  @Override
  public boolean flush(long token) {
    return right.flush(token);
  }

  @Override
  public void close(String why) {
    right.close(why);
  }
}
