// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.FabricAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection on which a test says what it likes. */
final class RawPeer implements AutoCloseable {
  private final SocketChannel channel;
  private final ByteBuffer answer = FrameHeader.buffer(1 << 16);

  RawPeer(FabricAddress address) throws IOException {
    channel = SocketChannel.open(Locations.parse(address));
    channel.configureBlocking(false);
  }

  void say(byte[] bytes) throws IOException {
    say(ByteBuffer.wrap(bytes));
  }

  void say(ByteBuffer bytes) throws IOException {
    channel.write(bytes);
  }

  /** Says a whole frame. */
  void say(FrameHeader header, byte[] payload) throws IOException {
    header.length = payload.length;
    ByteBuffer sum = ByteBuffer.wrap(payload);
    header.payloadChecksum = new Checksum().of(sum, 0, payload.length);
    ByteBuffer bytes = FrameHeader.buffer(FrameHeader.LENGTH + payload.length);
    header.write(bytes);
    say(bytes.put(payload).flip());
  }

  /** Whether the other side has closed; reads what it says until then. */
  boolean isDropped() {
    try {
      return channel.read(answer) < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  /** The last frame that was heard whole. */
  FrameHeader heard() {
    FrameHeader header = new FrameHeader();
    int at = 0;
    while (at + FrameHeader.LENGTH <= answer.position()) {
      header.read(answer, at);
      at += FrameHeader.LENGTH + header.length;
    }
    return header;
  }

  int heardBytes() {
    try {
      channel.read(answer);
    } catch (IOException reset) {
      throw new UncheckedIOException(reset);
    }
    return answer.position();
  }

  /** All that was heard, as text. */
  String text() {
    byte[] bytes = new byte[answer.position()];
    answer.get(0, bytes);
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
