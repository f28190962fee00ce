// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric;

import java.lang.foreign.MemorySegment;

/**
 * A way to move bytes between nodes. All of it belongs to one thread, which polls: without polling
 * nothing comes, nothing completes, and peers that need this node's help wait. Only {@link #wakeUp}
 * is for any thread.
 *
 * <p>What a peer sends, however wrong, ends at most the connection to that peer.
 */
public interface Fabric extends AutoCloseable {
  /** The life of the node that this is. */
  NodeRef self();

  /** What addresses call it: {@code tcp}, {@code shm}. */
  String name();

  /** What may be assumed of it. */
  FabricCapabilities capabilities();

  /** Where peers find this node. */
  FabricAddress address();

  /**
   * Makes memory usable for operations, and for peers as far as {@code access} says.
   *
   * @throws IllegalArgumentException when the memory is on the Java heap
   */
  MemoryRegion register(MemorySegment memory, MemoryRegion.Access access);

  /**
   * Begins a connection; the listener hears of its success or failure, also if the address is
   * nonsense. Any number of connections to one peer can be there.
   *
   * @param peer who must be there; somebody else is refused
   * @param deadlineNs when to give up, in the time of the clock this fabric was made with
   */
  Endpoint connect(NodeRef peer, FabricAddress address, long deadlineNs);

  /**
   * Makes progress with what is there, without waiting, and tells the listener.
   *
   * @return how much was done; 0 when there was nothing to do
   */
  int poll(FabricListener listener);

  /**
   * Waits until there may be something to poll, or the time is up, or {@link #wakeUp} is called.
   */
  void await(long timeoutNs);

  /** Ends an {@link #await}, the next one if none is going on. From any thread. */
  void wakeUp();

  /** Closes all endpoints, without a word to a listener, and all regions. */
  @Override
  void close();
}
