// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.memory.os.TcpSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A socket as it is. */
final class PlainLink implements Link {
  private final SocketChannel channel;
  private @Nullable TcpSocket socket;

  PlainLink(SocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public void established() {
    try {
      socket = TcpSocket.of(channel).orElse(null);
    } catch (IOException gone) {
      // Whoever writes next will see; without it there are some more packets.
    }
  }

  @Override
  public void together(boolean several) {
    if (socket != null) {
      socket.cork(several);
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return channel.read(target);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return channel.write(source);
  }

  @Override
  public void flush() {}

  @Override
  public boolean awaitsRoom(boolean more) {
    return more;
  }

  @Override
  public boolean hasMore() {
    return false;
  }

  @Override
  public boolean becameWritable() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
