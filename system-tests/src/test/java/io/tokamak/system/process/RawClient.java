// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.process;

import io.tokamak.memory.os.MappedFile;
import io.tokamak.memory.os.Received;
import io.tokamak.memory.os.UnixSocket;
import io.tokamak.wire.frame.FrameAssembler;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.message.AttachRequest;
import io.tokamak.wire.message.Call;
import io.tokamak.wire.message.HelloRequest;
import io.tokamak.wire.message.Reply;
import io.tokamak.wire.message.Request;
import io.tokamak.wire.message.WelcomeReply;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Speaks the protocol over a socket by hand, rightly or wrongly. Never waits longer than 20 s. For
 * one thread.
 */
public final class RawClient implements AutoCloseable {
  private static final int TIMEOUT_MS = 20_000;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment buffer = arena.allocate(FrameAssembler.RECEIVE_BUFFER_LENGTH);
  private final FrameWriter writer = new FrameWriter(arena);
  private final FrameReader reader = new FrameReader();
  private final FrameAssembler assembler = new FrameAssembler();
  private final UnixSocket socket;
  private @Nullable WelcomeReply welcome;
  private long nextCorrelation = 1;

  private RawClient(UnixSocket socket) {
    this.socket = socket;
    socket.receiveTimeout(TIMEOUT_MS);
    socket.sendTimeout(TIMEOUT_MS);
  }

  /** Connected, nothing said yet. */
  public static RawClient connect(Path path) {
    return new RawClient(UnixSocket.connect(path, TIMEOUT_MS));
  }

  /** With a session. */
  public static RawClient open(Path path, String name) {
    RawClient client = connect(path);
    client.hello(name);
    return client;
  }

  /** Opens a session; the segment is not mapped. */
  public WelcomeReply hello(String name) {
    HelloRequest hello = new HelloRequest(false, (int) ProcessHandle.current().pid(), name);
    send(hello);
    Received received = socket.receiveWithDescriptor(buffer, 0, buffer.byteSize());
    if (received.descriptor() >= 0) {
      MappedFile.adopt(received.descriptor()).close();
    }
    accept(received.length());
    WelcomeReply reply = hello.readReply(next());
    welcome = reply;
    return reply;
  }

  /** A second connection of the same session. */
  public RawClient attached(Path path) {
    RawClient second = connect(path);
    second.call(new AttachRequest(welcome().sessionId()));
    return second;
  }

  /** What the store answered to HELLO. */
  public WelcomeReply welcome() {
    if (welcome == null) {
      throw new IllegalStateException("no HELLO yet");
    }
    return welcome;
  }

  /** Sends a request and reads its reply. */
  public <R extends Reply> R call(Call<R> request) {
    long correlation = send(request);
    FrameReader reply = next();
    if (reply.correlation() != correlation) {
      throw new AssertionError("reply to " + reply.correlation() + ", expected " + correlation);
    }
    return request.readReply(reply);
  }

  /** Sends a request; returns its correlation. */
  public long send(Request request) {
    long correlation = nextCorrelation++;
    int length = request.write(writer, correlation);
    send(writer.segment().asSlice(0, length));
    return correlation;
  }

  /** The bytes of a request. */
  public byte[] bytes(Request request) {
    int length = request.write(writer, nextCorrelation++);
    return writer.segment().asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /** Sends bytes as they are; false when the store has hung up or takes no more. */
  public boolean send(byte[] bytes) {
    try (Arena call = Arena.ofConfined()) {
      return send(call.allocateFrom(ValueLayout.JAVA_BYTE, bytes));
    }
  }

  private boolean send(MemorySegment bytes) {
    return socket.sendFully(bytes, 0, bytes.byteSize()) == bytes.byteSize();
  }

  /** How long a send may wait for room. */
  public void sendTimeout(int timeoutMs) {
    socket.sendTimeout(timeoutMs);
  }

  /** The next frame. */
  public FrameReader next() {
    while (!assembler.next(reader)) {
      accept(socket.receive(buffer, 0, buffer.byteSize()));
    }
    return reader;
  }

  private void accept(long received) {
    if (received <= 0) {
      throw new AssertionError(
          received == UnixSocket.TIMED_OUT
              ? "no answer within " + TIMEOUT_MS + " ms"
              : "the store hung up");
    }
    assembler.accept(buffer, received);
    assembler.retain();
  }

  /** Reads whatever comes until the store hangs up; false when it does not. */
  public boolean isHungUp() {
    long received = 1;
    while (received > 0) {
      received = socket.receive(buffer, 0, buffer.byteSize());
    }
    return received == UnixSocket.DISCONNECTED || received == 0;
  }

  /** Can be repeated. */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      socket.close();
      arena.close();
    }
  }
}
