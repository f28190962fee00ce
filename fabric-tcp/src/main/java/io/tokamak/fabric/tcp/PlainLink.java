// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A socket as it is. */
record PlainLink(SocketChannel channel) implements Link {
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
