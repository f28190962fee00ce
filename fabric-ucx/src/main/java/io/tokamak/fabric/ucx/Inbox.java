// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.ucx.ucp.NativeMemory;
import io.tokamak.fabric.ucx.ucp.UcpWorker;
import java.util.Arrays;

/**
 * What UCX has received and nobody has looked at. Handlers of UCX may do little, so all of it is
 * noted here, and handed over between calls of UCX. For one thread.
 */
final class Inbox implements UcpWorker.Arrivals {
  private static final int FIRST_CAPACITY = 64;

  private Frame[] frames = made(FIRST_CAPACITY);
  private int head;
  private int count;
  private long strange;

  /** Takes one frame at a time. */
  @FunctionalInterface
  interface Reader {
    /** Returns whether the payload is kept, to be released later; the frame is not to be kept. */
    boolean read(Frame frame);
  }

  private static Frame[] made(int length) {
    Frame[] frames = new Frame[length];
    Arrays.setAll(frames, i -> new Frame());
    return frames;
  }

  @Override
  public boolean arrived(long header, long headerLength, long data, long length) {
    if (headerLength != Frame.LENGTH) {
      strange++;
      return false;
    }
    if (count == frames.length) {
      grow();
    }
    int at = head + count & frames.length - 1;
    Frame frame = frames[at];
    frame.read(NativeMemory.ALL, header);
    frame.data = length == 0 ? 0 : data;
    frame.length = length;
    count++;
    return length > 0;
  }

  private void grow() {
    Frame[] more = made(2 * frames.length);
    for (int i = 0; i < count; i++) {
      more[i] = frames[head + i & frames.length - 1];
    }
    frames = more;
    head = 0;
  }

  /** Hands over what is there by now. Returns how much. */
  int drain(UcpWorker worker, Reader reader) {
    int there = count;
    for (int i = 0; i < there; i++) {
      Frame frame = frames[head];
      long data = frame.data;
      boolean kept = false;
      try {
        kept = reader.read(frame);
      } finally {
        head = head + 1 & frames.length - 1;
        count--;
        if (data != 0 && !kept) {
          worker.release(data);
        }
      }
    }
    return there;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** How many messages had no header of ours. */
  long strange() {
    return strange;
  }
}
