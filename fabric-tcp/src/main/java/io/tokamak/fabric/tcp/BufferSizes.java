// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;

/**
 * Socket buffers. Naming a size switches off the kernel's own tuning, which goes up to several MiB,
 * and a kernel with its usual limits then gives 200 KiB: a size is named only where it is granted.
 */
record BufferSizes(boolean sendGranted, boolean receiveGranted) {
  private static final int WANTED_BYTES = 4 << 20;

  static BufferSizes probe() throws IOException {
    try (SocketChannel probe = SocketChannel.open()) {
      probe.setOption(StandardSocketOptions.SO_SNDBUF, WANTED_BYTES);
      probe.setOption(StandardSocketOptions.SO_RCVBUF, WANTED_BYTES);
      return new BufferSizes(
          probe.getOption(StandardSocketOptions.SO_SNDBUF) >= WANTED_BYTES,
          probe.getOption(StandardSocketOptions.SO_RCVBUF) >= WANTED_BYTES);
    }
  }

  void send(NetworkChannel channel) throws IOException {
    if (sendGranted) {
      channel.setOption(StandardSocketOptions.SO_SNDBUF, WANTED_BYTES);
    }
  }

  /** Before it is bound or connected: the window is agreed on then. */
  void receive(NetworkChannel channel) throws IOException {
    if (receiveGranted) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, WANTED_BYTES);
    }
  }
}
