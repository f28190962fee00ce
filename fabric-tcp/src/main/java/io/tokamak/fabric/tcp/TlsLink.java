// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * A socket behind TLS. Reading and writing drive the handshake of TLS as far as it goes; until it
 * is over they move nothing. Long payloads are decrypted to where they belong, short ones through a
 * buffer.
 *
 * <p>What an engine computes in a handshake takes about a millisecond, in the thread that polls;
 * {@code mayCompute} says whether this poll has time for it.
 */
final class TlsLink implements Link {
  /** More than a record has, whatever is in it. */
  private static final int RECORD_BYTES = 17 << 10;

  private static final int NET_BYTES = 4 * RECORD_BYTES;
  private static final int FAREWELLS = 4;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel channel;
  private final SSLEngine engine;
  private final BooleanSupplier mayCompute;

  /** Each holds, from its position to its limit, what has not been taken on. */
  private final ByteBuffer received = ByteBuffer.allocateDirect(NET_BYTES).limit(0);

  private final ByteBuffer sent = ByteBuffer.allocateDirect(NET_BYTES).limit(0);
  private final ByteBuffer plain = ByteBuffer.allocateDirect(RECORD_BYTES).limit(0);

  private boolean begun;
  private boolean known;
  private boolean established;
  private boolean toldWritable;
  private boolean postponed;
  private boolean drained;
  private boolean ended;

  TlsLink(SocketChannel channel, SSLEngine engine, BooleanSupplier mayCompute) {
    this.channel = channel;
    this.engine = engine;
    this.mayCompute = mayCompute;
  }

  @Override
  public void established() {}

  /** Records are put together here. */
  @Override
  public void together(boolean several) {}

  @Override
  public int read(ByteBuffer target) throws IOException {
    int before = target.position();
    drained = false;
    try {
      boolean goesOn = true;
      while (goesOn && target.hasRemaining()) {
        goesOn = plain.hasRemaining() ? give(target) : step(target);
      }
    } catch (SSLException broken) {
      throw failed(broken);
    }
    int read = target.position() - before;
    return read == 0 && ended ? -1 : read;
  }

  private boolean give(ByteBuffer target) {
    int limit = plain.limit();
    target.put(plain.limit(plain.position() + Math.min(plain.remaining(), target.remaining())));
    plain.limit(limit);
    return true;
  }

  /** A record, or a step of the handshake; false when that has to wait. */
  private boolean step(ByteBuffer target) throws IOException {
    if (ended) {
      return false;
    }
    return switch (status()) {
      case NEED_TASK -> compute();
      case NEED_WRAP -> answer();
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> unwrap(target);
    };
  }

  private HandshakeStatus status() throws SSLException {
    if (!begun) {
      begun = true;
      engine.beginHandshake();
    }
    HandshakeStatus status = engine.getHandshakeStatus();
    established |= status == HandshakeStatus.NOT_HANDSHAKING;
    return status;
  }

  private boolean compute() {
    postponed = !mayCompute.getAsBoolean();
    if (!postponed) {
      for (Runnable task = engine.getDelegatedTask(); task != null; ) {
        task.run();
        task = engine.getDelegatedTask();
      }
    }
    return !postponed;
  }

  /** Sends what the engine itself has to say. */
  private boolean answer() throws IOException {
    if (!flushed()) {
      return false;
    }
    SSLEngineResult result = wrap(NOTHING);
    flushed();
    ended |= result.getStatus() == SSLEngineResult.Status.CLOSED;
    return !ended;
  }

  private SSLEngineResult wrap(ByteBuffer source) throws SSLException {
    sent.clear();
    try {
      SSLEngineResult result = engine.wrap(source, sent);
      while (source.hasRemaining()
          && sent.remaining() >= RECORD_BYTES
          && result.bytesConsumed() > 0) {
        result = engine.wrap(source, sent);
      }
      return result;
    } finally {
      sent.flip();
    }
  }

  private boolean unwrap(ByteBuffer target) throws IOException {
    boolean direct = target.remaining() >= RECORD_BYTES;
    SSLEngineResult result = engine.unwrap(received, direct ? target : plain.clear());
    if (!direct) {
      plain.flip();
    }
    return switch (result.getStatus()) {
      case OK -> true;
      case BUFFER_UNDERFLOW -> receive();
      case BUFFER_OVERFLOW -> throw new SSLException("a record that is too long");
      case CLOSED -> end();
    };
  }

  private boolean end() {
    ended = true;
    drained = true;
    return false;
  }

  private boolean receive() throws IOException {
    received.compact();
    int read;
    try {
      read = channel.read(received);
    } finally {
      received.flip();
    }
    if (read < 0) {
      return end();
    }
    drained = read == 0;
    if (!known && received.remaining() >= Integer.BYTES) {
      known = true;
      checkThatItIsTls();
    }
    return !drained;
  }

  /** Tells a peer without TLS in its own language why it is refused. */
  private void checkThatItIsTls() throws IOException {
    int first = Integer.reverseBytes(received.getInt(received.position()));
    if (first == FrameHeader.MAGIC) {
      if (!engine.getUseClientMode()) {
        channel.write(refusal("this node speaks TLS and you do not: give both nodes certificates"));
      }
      throw new IOException(
          "the peer does not speak TLS and this node does: give both nodes certificates, or none");
    }
  }

  private static ByteBuffer refusal(String why) {
    byte[] text = why.getBytes(StandardCharsets.UTF_8);
    FrameHeader header = new FrameHeader().start(FrameType.REFUSED);
    header.length = text.length;
    header.payloadChecksum = new Checksum().of(ByteBuffer.wrap(text), 0, text.length);
    ByteBuffer frame = FrameHeader.buffer(FrameHeader.LENGTH + text.length);
    header.write(frame);
    return frame.put(text).flip();
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int before = source.position();
    flush();
    try {
      while (established && source.hasRemaining() && flushed()) {
        if (wrap(source).getStatus() == SSLEngineResult.Status.CLOSED) {
          throw new SSLException("the connection is closed");
        }
      }
    } catch (SSLException broken) {
      throw failed(broken);
    }
    flushed();
    return source.position() - before;
  }

  @Override
  public void flush() throws IOException {
    try {
      boolean goesOn = flushed();
      while (goesOn && !ended) {
        goesOn =
            switch (status()) {
              case NEED_TASK -> compute();
              case NEED_WRAP -> answer();
              case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> false;
            };
      }
    } catch (SSLException broken) {
      throw failed(broken);
    }
  }

  private boolean flushed() throws IOException {
    if (sent.hasRemaining()) {
      channel.write(sent);
    }
    return !sent.hasRemaining();
  }

  @Override
  public boolean awaitsRoom(boolean more) {
    return sent.hasRemaining() || (established && more);
  }

  @Override
  public boolean hasMore() {
    return postponed || plain.hasRemaining() || (received.hasRemaining() && !drained);
  }

  @Override
  public boolean becameWritable() {
    boolean now = established && !toldWritable;
    toldWritable = established;
    return now;
  }

  private static IOException failed(SSLException broken) {
    Throwable root = broken;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String what = "TLS: " + broken.getMessage();
    return new IOException(
        root.equals(broken) || what.contains(String.valueOf(root.getMessage()))
            ? what
            : what + ": " + root.getMessage(),
        broken);
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  /** Ends it with a farewell, or with the alert that says why, if the socket takes it. */
  @Override
  public void close() throws IOException {
    try {
      for (int i = 0; begun && i < FAREWELLS && !engine.isOutboundDone() && flushed(); i++) {
        if (engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
          engine.closeOutbound();
        }
        wrap(NOTHING);
      }
      flushed();
    } catch (IOException gone) {
      // There is nobody to say it to.
    } finally {
      channel.close();
    }
  }
}
