// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import static java.util.Objects.requireNonNull;

import io.tokamak.fabric.ucx.ucp.Ucp;
import io.tokamak.fabric.ucx.ucp.UcpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Requests that UCX is at, in the order they were begun. Only the first is looked at: a network
 * card ends them in this order as well. No allocation once it is as long as it gets. For one
 * thread.
 *
 * @param <T> what a request is for
 */
final class Pending<T> {
  private static final int FIRST_CAPACITY = 64;

  /** Hears how a request ended. */
  @FunctionalInterface
  interface Ended<T> {
    void ended(T what, long bytes, byte status);
  }

  private long[] requests = new long[FIRST_CAPACITY];
  private long[] bytes = new long[FIRST_CAPACITY];
  private @Nullable Object[] whats = new @Nullable Object[FIRST_CAPACITY];
  private int head;
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  void add(long request, T what, long length) {
    if (count == requests.length) {
      grow();
    }
    int at = head + count & requests.length - 1;
    requests[at] = request;
    bytes[at] = length;
    whats[at] = what;
    count++;
  }

  private void grow() {
    int old = requests.length;
    long[] moreRequests = new long[2 * old];
    long[] moreBytes = new long[2 * old];
    @Nullable Object[] moreWhats = new @Nullable Object[2 * old];
    for (int i = 0; i < count; i++) {
      int at = head + i & old - 1;
      moreRequests[i] = requests[at];
      moreBytes[i] = bytes[at];
      moreWhats[i] = whats[at];
    }
    requests = moreRequests;
    bytes = moreBytes;
    whats = moreWhats;
    head = 0;
  }

  /** Tells of those that have ended. Returns how many. */
  @SuppressWarnings("unchecked") // only T goes in
  int poll(Ended<T> ended) {
    int done = 0;
    while (count > 0) {
      long request = requests[head];
      byte status = UcpRequest.status(request);
      if (status == Ucp.IN_PROGRESS) {
        return done;
      }
      UcpRequest.free(request);
      T what = (T) requireNonNull(whats[head]);
      long length = bytes[head];
      whats[head] = null;
      head = head + 1 & requests.length - 1;
      count--;
      done++;
      ended.ended(what, length, status);
    }
    return done;
  }
}
