// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.fabric;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One node of a test: its fabric, and all that its listener has heard. */
public final class Party implements FabricListener {
  private static final long ALIGNMENT = 64;

  private final Fabric fabric;
  private final SegmentAllocator allocator;
  private final List<Endpoint> connected = new ArrayList<>();
  private final Map<Endpoint, String> disconnected = new LinkedHashMap<>();
  private final List<byte[]> messages = new ArrayList<>();
  private final Map<Long, Completion> completions = new HashMap<>();
  private Runnable onEvent = () -> {};
  private long tokens;

  /** How an operation ended. */
  public record Completion(Endpoint endpoint, OperationStatus status, long value) {}

  /** A node of this fabric; its memory comes from {@code allocator}. */
  public Party(Fabric fabric, SegmentAllocator allocator) {
    this.fabric = fabric;
    this.allocator = allocator;
  }

  /** The fabric. */
  public Fabric fabric() {
    return fabric;
  }

  /** Who it is. */
  public NodeRef self() {
    return fabric.self();
  }

  /** Endpoints it was told of as usable. */
  public List<Endpoint> connected() {
    return connected;
  }

  /** Endpoints it was told of as gone, and why. */
  public Map<Endpoint, String> disconnected() {
    return disconnected;
  }

  /** What it received, in order. */
  public List<byte[]> messages() {
    return messages;
  }

  /** A token that no operation has had. */
  public long token() {
    return ++tokens;
  }

  /** Whether that operation has ended. */
  public boolean hasCompleted(long token) {
    return completions.containsKey(token);
  }

  /** How many operations have ended. */
  public int completedCount() {
    return completions.size();
  }

  /** How that operation ended; an error if it has not. */
  public Completion completion(long token) {
    Completion completion = completions.get(token);
    if (completion == null) {
      throw new AssertionError("operation " + token + " has not completed");
    }
    return completion;
  }

  /** The same without the value. */
  public OperationStatus status(long token) {
    return completion(token).status();
  }

  /** Does this in each callback. */
  public void onEvent(Runnable action) {
    onEvent = action;
  }

  /** Registers memory that begins at a multiple of 64. */
  public MemoryRegion memory(long length, MemoryRegion.Access access) {
    return fabric.register(allocator.allocate(length, ALIGNMENT), access);
  }

  /** The same, filled with bytes that depend on their place and on {@code salt}. */
  public MemoryRegion filled(long length, MemoryRegion.Access access, int salt) {
    MemoryRegion region = memory(length, access);
    fill(region.memory(), salt);
    return region;
  }

  /** Fills memory with bytes that depend on their place and on {@code salt}. */
  public static void fill(MemorySegment memory, int salt) {
    for (long i = 0; i < memory.byteSize(); i++) {
      memory.set(ValueLayout.JAVA_BYTE, i, (byte) (i * 31 + (i >>> 8) * 7 + salt));
    }
  }

  /** Polls its fabric. */
  public int poll() {
    return fabric.poll(this);
  }

  @Override
  public void connected(Endpoint endpoint) {
    check(!connected.contains(endpoint), "an endpoint became ready twice");
    check(endpoint.state() == Endpoint.State.READY, "an endpoint is told of, but not ready");
    connected.add(endpoint);
    onEvent.run();
  }

  @Override
  public void disconnected(Endpoint endpoint, String why) {
    check(endpoint.state() == Endpoint.State.CLOSED, "an endpoint is gone, but not closed");
    check(disconnected.put(endpoint, why) == null, "an endpoint went twice");
    onEvent.run();
  }

  @Override
  public void received(Endpoint endpoint, MemorySegment message) {
    check(connected.contains(endpoint), "a message of an endpoint that was not ready");
    check(!disconnected.containsKey(endpoint), "a message of an endpoint that is gone");
    messages.add(message.toArray(ValueLayout.JAVA_BYTE));
    onEvent.run();
  }

  @Override
  public void completed(Endpoint endpoint, long token, OperationStatus status, long value) {
    check(!disconnected.containsKey(endpoint), "a completion of an endpoint that is gone");
    Completion before = completions.put(token, new Completion(endpoint, status, value));
    check(before == null, "operation " + token + " completed twice");
    onEvent.run();
  }

  private static void check(boolean holds, String complaint) {
    if (!holds) {
      throw new AssertionError(complaint);
    }
  }
}
