// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Buffers that are used again, for all flows of one fabric. */
final class Pages {
  static final int PAGE_BYTES = 64 << 10;

  private static final int KEPT_PAGES = 256;
  private static final int KEPT_MESSAGES = 8;

  private final Deque<Page> pages = new ArrayDeque<>();
  private final Deque<MessageBuffer> messages = new ArrayDeque<>();
  private final ByteBuffer nowhere = FrameHeader.buffer(PAGE_BYTES);

  Page page() {
    Page page = pages.poll();
    return page == null ? new Page(PAGE_BYTES) : page.clear();
  }

  /** Takes a page back; one of another size is forgotten. */
  void page(Page used) {
    if (used.capacity() == PAGE_BYTES && pages.size() < KEPT_PAGES) {
      pages.push(used);
    }
  }

  /** Room for the longest message. */
  MessageBuffer message() {
    MessageBuffer message = messages.poll();
    return message == null ? MessageBuffer.allocate() : message;
  }

  void message(MessageBuffer used) {
    used.bytes().clear();
    if (messages.size() < KEPT_MESSAGES) {
      messages.push(used);
    }
  }

  /** Where bytes go that nobody wants. */
  ByteBuffer nowhere(int length) {
    return nowhere.clear().limit(Math.min(length, PAGE_BYTES));
  }
}
