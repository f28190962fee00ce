// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A node's side of a test: its fabric, and what its listener has heard. */
final class Peer implements FabricListener {
  static final ValueLayout.OfLong WORD =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final MemorySegment NOTHING = MemorySegment.ofArray(new byte[0]);

  /** How an operation ended. */
  record Completion(OperationStatus status, long value) {}

  final Node node;
  final Fabric fabric;
  final List<Endpoint> endpoints = new ArrayList<>();
  final List<String> messages = new ArrayList<>();
  final List<String> news = new ArrayList<>();
  final Map<Long, Completion> completions = new HashMap<>();
  private long lastToken;

  Peer(Node node) {
    this.node = node;
    this.fabric = node.fabric();
  }

  int poll() {
    return fabric.poll(this);
  }

  Endpoint connect(Node to) {
    return fabric.connect(to.ref(), to.address(), node.nowNs() + 1_000_000_000);
  }

  MemoryRegion register(int length, Access access) {
    return fabric.register(node.memory(length), access);
  }

  long token() {
    return ++lastToken;
  }

  boolean isDone(long token) {
    return completions.containsKey(token);
  }

  static boolean send(Endpoint to, String text) {
    return to.send(MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8)), NOTHING);
  }

  static boolean isAll(MemorySegment memory, byte value) {
    for (long i = 0; i < memory.byteSize(); i++) {
      if (memory.get(ValueLayout.JAVA_BYTE, i) != value) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void connected(Endpoint endpoint) {
    endpoints.add(endpoint);
    news.add("connected");
  }

  @Override
  public void disconnected(Endpoint endpoint, String why) {
    endpoints.remove(endpoint);
    news.add("disconnected: " + why);
  }

  @Override
  public void received(Endpoint endpoint, MemorySegment message) {
    byte[] bytes = message.toArray(ValueLayout.JAVA_BYTE);
    messages.add(new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public void completed(Endpoint endpoint, long token, OperationStatus status, long value) {
    if (completions.put(token, new Completion(status, value)) != null) {
      throw new AssertionError("token %d completed twice".formatted(token));
    }
    news.add("completed %d %s".formatted(token, status));
  }
}
