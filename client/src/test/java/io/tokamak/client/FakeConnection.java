// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.memory.os.UnixSocket;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.frame.FrameAssembler;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;
import io.tokamak.wire.message.Call;
import io.tokamak.wire.message.EventsPush;
import io.tokamak.wire.message.HelloRequest;
import io.tokamak.wire.message.Reply;
import io.tokamak.wire.message.Request;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** One connection of a {@link FakeNode}, with a thread of its own. */
final class FakeConnection {
  private final UnixSocket socket;
  private final FakeNode node;
  private final Arena arena = Arena.ofAuto();
  private final FrameWriter writer = new FrameWriter(arena);
  private volatile boolean left;

  FakeConnection(UnixSocket socket, FakeNode node) {
    this.socket = socket;
    this.node = node;
  }

  void start() {
    Thread.ofPlatform().daemon().name("fake-connection").start(this::serve);
  }

  private void serve() {
    MemorySegment buffer = arena.allocate(FrameAssembler.RECEIVE_BUFFER_LENGTH);
    FrameAssembler assembler = new FrameAssembler();
    FrameReader reader = new FrameReader();
    try {
      for (long got = receive(buffer); got > 0; got = receive(buffer)) {
        assembler.accept(buffer, got);
        while (assembler.next(reader)) {
          serve(Request.read(reader), reader.correlation());
        }
      }
      left = true;
    } catch (TokamakException | IllegalStateException broken) {
      close();
    }
  }

  /** Whether the client has closed it. */
  boolean isLeft() {
    return left;
  }

  /** Sends the client away, which may let go of its memory when it likes. */
  void expel() {
    socket.shutdownOutput();
  }

  private long receive(MemorySegment buffer) {
    return socket.receive(buffer, 0, buffer.byteSize());
  }

  private void serve(Request request, long correlation) {
    if (request instanceof HelloRequest hello) {
      welcome(hello, correlation);
      return;
    }
    Optional<Reply> reply = node.handle(request);
    if (request instanceof Call<?>) {
      reply.ifPresentOrElse(
          present -> reply(request.type(), correlation, present),
          () -> node.parked.add(new FakeNode.Parked(this, request, correlation)));
    }
  }

  private synchronized void welcome(HelloRequest hello, long correlation) {
    int length = node.welcome(hello.readOnly()).write(writer, MessageType.HELLO, correlation);
    socket.sendWithDescriptor(writer.segment(), 0, length, node.descriptor(hello.readOnly()));
  }

  synchronized void reply(MessageType type, long correlation, Reply reply) {
    int length = reply.write(writer, type, correlation);
    socket.sendFully(writer.segment(), 0, length);
  }

  /** Sends a reply and what follows it in one piece. */
  synchronized void reply(Request request, long correlation, Reply reply, EventsPush events) {
    int length = reply.write(writer, request.type(), correlation);
    MemorySegment both = arena.allocate(FrameAssembler.RECEIVE_BUFFER_LENGTH);
    MemorySegment.copy(writer.segment(), 0, both, 0, length);
    int more = events.write(writer, MessageType.EVENTS, 0);
    MemorySegment.copy(writer.segment(), 0, both, length, more);
    socket.sendFully(both, 0, length + more);
  }

  /** Sends bytes that are no frame, or half of one. */
  synchronized void sendRaw(byte[] bytes) {
    MemorySegment copy = arena.allocate(bytes.length);
    copy.copyFrom(MemorySegment.ofArray(bytes));
    socket.sendFully(copy, 0, bytes.length);
  }

  void close() {
    socket.close();
  }
}
