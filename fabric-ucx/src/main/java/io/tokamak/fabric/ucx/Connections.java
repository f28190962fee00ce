// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.NodeRef;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of a fabric by the numbers that frames carry: the low half is a place in here, the
 * rest is random, so that only the peer that was told it can write to a connection.
 */
final class Connections {
  private static final int INDEX_BITS = 16;
  private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;

  private final SecureRandom random = new SecureRandom();
  private final List<UcxEndpoint> all = new ArrayList<>();
  private final List<@Nullable UcxEndpoint> byIndex = new ArrayList<>();
  private final Deque<Integer> free = new ArrayDeque<>();

  UcxEndpoint add(UcxFabric fabric, NodeRef peer, boolean outgoing, long deadlineNs) {
    int index = index();
    long number = random.nextLong() << INDEX_BITS | index;
    UcxEndpoint endpoint = new UcxEndpoint(fabric, peer, outgoing, number, deadlineNs);
    byIndex.set(index, endpoint);
    all.add(endpoint);
    return endpoint;
  }

  private int index() {
    Integer used = free.poll();
    if (used != null) {
      return used;
    }
    if (byIndex.size() >= Limits.ENDPOINTS) {
      throw new IllegalStateException("more than " + Limits.ENDPOINTS + " connections");
    }
    byIndex.add(null);
    return byIndex.size() - 1;
  }

  /** The endpoint that a frame is for; null if there is none. */
  @Nullable UcxEndpoint find(long number) {
    int index = (int) (number & INDEX_MASK);
    UcxEndpoint found = index < byIndex.size() ? byIndex.get(index) : null;
    return found != null && found.number() == number ? found : null;
  }

  void remove(UcxEndpoint endpoint) {
    int index = (int) (endpoint.number() & INDEX_MASK);
    if (byIndex.get(index) == endpoint) {
      byIndex.set(index, null);
      free.add(index);
      all.remove(endpoint);
    }
  }

  /** All of them, in the order they were begun. */
  List<UcxEndpoint> all() {
    return all;
  }
}
