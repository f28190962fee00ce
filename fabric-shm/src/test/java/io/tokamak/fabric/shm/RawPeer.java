// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A connection on which a test says what it likes. */
final class RawPeer implements AutoCloseable {
  private final SocketChannel channel;
  private final ByteBuffer answer = ByteBuffer.allocate(1 << 20);

  /** Connects to a node. */
  RawPeer(Fabric fabric) throws IOException {
    this(SocketChannel.open(UnixDomainSocketAddress.of(socketOf(fabric.address()))));
    channel.configureBlocking(false);
  }

  static Path socketOf(FabricAddress address) {
    return Location.parse(address).socket();
  }

  /** Has been connected to. */
  RawPeer(SocketChannel channel) throws IOException {
    this.channel = channel;
  }

  /** From here on it waits until it can say what it has to say. */
  void block() throws IOException {
    channel.configureBlocking(true);
  }

  void say(byte[] bytes) throws IOException {
    channel.write(ByteBuffer.wrap(bytes));
  }

  /** Says a whole frame. */
  void say(FrameType type, byte[] payload) throws IOException {
    say(frame(type, payload.length, 0, payload));
  }

  /** Says a frame without a payload. */
  void say(FrameType type, long number) throws IOException {
    say(frame(type, 0, number));
  }

  /** A header, and behind it these bytes, whether it says so or not. */
  static byte[] frame(FrameType type, int length, long number, byte... payload) {
    byte[] header = new byte[FrameHeader.LENGTH];
    FrameHeader.write(MemorySegment.ofArray(header), type, length, number);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(header);
    bytes.writeBytes(payload);
    return bytes.toByteArray();
  }

  /** Whether the other side has closed; reads what it says until then. */
  boolean isDropped() {
    try {
      return channel.read(answer) < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  /** The types of the frames that were heard whole. */
  List<FrameType> heard() {
    isDropped();
    List<FrameType> types = new ArrayList<>();
    FrameHeader header = new FrameHeader();
    int at = 0;
    while (at + FrameHeader.LENGTH <= answer.position()) {
      header.read(MemorySegment.ofArray(answer.array()), at);
      types.add(header.type);
      at += FrameHeader.LENGTH + header.length;
    }
    return types;
  }

  /** All that was heard, as text. */
  String text() {
    return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
