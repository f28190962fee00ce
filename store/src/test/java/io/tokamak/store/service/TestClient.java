// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import io.tokamak.memory.os.MappedFile;
import io.tokamak.memory.os.Received;
import io.tokamak.memory.os.UnixSocket;
import io.tokamak.wire.frame.FrameAssembler;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.message.AttachRequest;
import io.tokamak.wire.message.Call;
import io.tokamak.wire.message.EventsPush;
import io.tokamak.wire.message.HelloRequest;
import io.tokamak.wire.message.ObjectEvent;
import io.tokamak.wire.message.Reply;
import io.tokamak.wire.message.Request;
import io.tokamak.wire.message.WelcomeReply;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Speaks the protocol over a blocking socket, rightly or wrongly, and never waits longer than 20 s.
 */
final class TestClient implements AutoCloseable {
  private static final int TIMEOUT_MS = 20_000;
  private static final long BUFFER_LENGTH = 256 << 10;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(BUFFER_LENGTH);
  private final FrameWriter writer = new FrameWriter(arena);
  private final FrameReader reader = new FrameReader();
  private final FrameAssembler assembler = new FrameAssembler();
  private final UnixSocket socket;
  private @Nullable MappedFile segment;
  private @Nullable WelcomeReply welcome;
  private long nextCorrelation = 1;

  private TestClient(UnixSocket socket) {
    this.socket = socket;
    socket.receiveTimeout(TIMEOUT_MS);
    socket.sendTimeout(TIMEOUT_MS);
  }

  /** Connected, nothing said yet. */
  static TestClient connect(Path path) {
    return new TestClient(UnixSocket.connect(path, TIMEOUT_MS));
  }

  /** With a session for reading and writing. */
  static TestClient open(Path path) {
    TestClient client = connect(path);
    client.hello(false);
    return client;
  }

  /** Says HELLO and keeps what comes back. */
  WelcomeReply hello(boolean readOnly) {
    HelloRequest hello = new HelloRequest(readOnly, (int) ProcessHandle.current().pid(), "test");
    send(hello);
    Received received = socket.receiveWithDescriptor(buffer, 0, BUFFER_LENGTH);
    if (received.descriptor() >= 0) {
      segment = MappedFile.adopt(received.descriptor());
    }
    accept(received.length());
    next();
    WelcomeReply reply = hello.readReply(reader);
    welcome = reply;
    return reply;
  }

  /** A second connection of the same session. */
  TestClient attached(Path path) {
    TestClient second = connect(path);
    second.call(new AttachRequest(welcome().sessionId()));
    return second;
  }

  WelcomeReply welcome() {
    if (welcome == null) {
      throw new IllegalStateException("no HELLO yet");
    }
    return welcome;
  }

  /** The descriptor that came with WELCOME. */
  MappedFile segment() {
    if (segment == null) {
      throw new IllegalStateException("no descriptor came");
    }
    return segment;
  }

  /** Sends a request and reads its reply. */
  <R extends Reply> R call(Call<R> request) {
    long correlation = send(request);
    return reply(request, correlation);
  }

  /** Reads the reply to a request sent before. */
  <R extends Reply> R reply(Call<R> request, long correlation) {
    next();
    if (reader.correlation() != correlation) {
      throw new AssertionError("reply to " + reader.correlation() + ", expected to " + correlation);
    }
    return request.readReply(reader);
  }

  /** Reads the reply to a request just sent, unless the store hangs up instead. */
  void answerOrHangUp(Call<?> request) {
    while (!assembler.next(reader)) {
      long received = socket.receive(buffer, 0, BUFFER_LENGTH);
      if (received == UnixSocket.DISCONNECTED) {
        return;
      }
      accept(received);
    }
    request.readReply(reader);
  }

  /** Sends a request without waiting; returns its correlation. */
  long send(Request request) {
    long correlation = nextCorrelation++;
    int length = request.write(writer, correlation);
    sendBytes(writer.segment().asSlice(0, length));
    return correlation;
  }

  /** The bytes of a request with this correlation, not sent. */
  byte[] bytes(Request request, long correlation) {
    int length = request.write(writer, correlation);
    return writer.segment().asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /** The bytes of several requests, numbered from {@code firstCorrelation}. */
  byte[] bytes(List<? extends Request> requests, long firstCorrelation) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < requests.size(); i++) {
      all.writeBytes(bytes(requests.get(i), firstCorrelation + i));
    }
    return all.toByteArray();
  }

  /** Sends bytes as they are; false when the store has hung up. */
  boolean sendBytes(byte[] bytes) {
    try (Arena call = Arena.ofConfined()) {
      return sendBytes(call.allocateFrom(ValueLayout.JAVA_BYTE, bytes));
    }
  }

  private boolean sendBytes(MemorySegment bytes) {
    return socket.sendFully(bytes, 0, bytes.byteSize()) == bytes.byteSize();
  }

  /** Reads the next frame of events. */
  List<ObjectEvent> events() {
    next();
    return EventsPush.read(reader).events();
  }

  /** Points the reader at the next frame. */
  FrameReader next() {
    while (!assembler.next(reader)) {
      accept(socket.receive(buffer, 0, BUFFER_LENGTH));
    }
    return reader;
  }

  private void accept(long received) {
    if (received < 0) {
      throw new AssertionError(
          received == UnixSocket.DISCONNECTED
              ? "the store hung up"
              : "no answer within " + TIMEOUT_MS + " ms");
    }
    assembler.accept(buffer, received);
    assembler.retain();
  }

  /** Reads whatever comes until the store hangs up; false when it does not. */
  boolean isHungUp() {
    long received = 1;
    while (received > 0) {
      received = socket.receive(buffer, 0, BUFFER_LENGTH);
    }
    return received == UnixSocket.DISCONNECTED;
  }

  /** Ends the conversation, also for a thread that is sending. */
  void hangUp() {
    socket.shutdown();
  }

  /** Can be repeated. */
  @Override
  public void close() {
    if (!arena.scope().isAlive()) {
      return;
    }
    if (segment != null) {
      segment.close();
    }
    socket.close();
    arena.close();
  }
}
