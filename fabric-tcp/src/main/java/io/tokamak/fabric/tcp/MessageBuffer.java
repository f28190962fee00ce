// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import java.nio.ByteBuffer;

/** Room for the longest message, and its parts as segments. */
record MessageBuffer(ByteBuffer bytes, Slices slices) {
  static MessageBuffer allocate() {
    ByteBuffer bytes = FrameHeader.buffer(Limits.MESSAGE_BYTES);
    return new MessageBuffer(bytes, new Slices(bytes));
  }
}
