// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.memory.SystemCallException;
import io.tokamak.memory.os.Alertness;
import io.tokamak.memory.os.Received;
import io.tokamak.memory.os.UnixSocket;
import io.tokamak.wire.error.DisconnectedException;
import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.error.StoreTimeoutException;
import io.tokamak.wire.frame.FrameAssembler;
import io.tokamak.wire.frame.FrameHeader;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.message.Call;
import io.tokamak.wire.message.HelloRequest;
import io.tokamak.wire.message.Reply;
import io.tokamak.wire.message.Request;
import io.tokamak.wire.message.WelcomeReply;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * One connection to the node's socket: whole frames, one send each. What fails here, as opposed to
 * an error that the store answers, leaves the connection useless: {@link DisconnectedException},
 * {@link StoreTimeoutException} or {@link ProtocolMismatchException}.
 *
 * <p>Sending is for one thread at a time, receiving too; {@link #close} is for any.
 */
final class FrameConnection {
  /** Tells, whenever nothing has come for a while, whether to wait on. */
  @FunctionalInterface
  interface Patience {
    boolean lasts();
  }

  private static final Patience NONE = () -> false;

  private final UnixSocket socket;
  private final Path path;
  private final Arena arena = Arena.ofAuto();
  private final FrameWriter writer = new FrameWriter(arena);
  private final FrameReader reader = new FrameReader();
  private MemorySegment received = arena.allocate(FrameAssembler.RECEIVE_BUFFER_LENGTH);
  private long correlation;
  private final Alertness alertness = new Alertness(System.nanoTime());
  private boolean looksFirst;

  private FrameConnection(UnixSocket socket, Path path) {
    this.socket = socket;
    this.path = path;
  }

  /**
   * Connects.
   *
   * @param timeoutMs how long the connect, and later each send and receive, may take
   */
  static FrameConnection open(Path path, int timeoutMs) {
    try {
      UnixSocket socket = UnixSocket.connect(path, timeoutMs);
      socket.sendTimeout(timeoutMs);
      socket.receiveTimeout(timeoutMs);
      return new FrameConnection(socket, path);
    } catch (SystemCallException e) {
      throw new DisconnectedException(
          "cannot connect to a node at "
              + path
              + ": "
              + e.getMessage()
              + " (start one: tokamak node start)",
          e);
    }
  }

  /** What a session begins with. */
  record Welcome(WelcomeReply reply, int descriptor) {}

  /** Opens a session. */
  Welcome hello(HelloRequest hello) {
    send(hello, ++correlation);
    Received first =
        socket.receiveWithDescriptor(received, 0, FrameAssembler.RECEIVE_BUFFER_LENGTH);
    receiveRest(require(first.length()), NONE);
    return new Welcome(readReply(hello), first.descriptor());
  }

  /**
   * Sends a call and waits for its reply.
   *
   * @throws io.tokamak.wire.error.TokamakException also the error that the store answers
   */
  <R extends Reply> R exchange(Call<R> call) {
    begin(call);
    receiveRest(0, NONE);
    return readReply(call);
  }

  /**
   * Only the transport: afterwards {@link #readReply} reads the reply or throws the error in it.
   */
  void transfer(Call<?> call) {
    begin(call);
    await(NONE);
  }

  /** Sends a call; {@link #await} is next. */
  void begin(Call<?> call) {
    send(call, ++correlation);
  }

  /** Waits for the reply to what {@link #begin} sent, as long as the patience lasts. */
  void await(Patience patience) {
    receiveRest(0, patience);
    if (reader.correlation() != correlation) {
      throw ProtocolMismatchException.of(
          "correlation of a reply", reader.correlation(), String.valueOf(correlation));
    }
  }

  <R extends Reply> R readReply(Call<R> call) {
    return call.readReply(reader);
  }

  void send(Request request, long requestCorrelation) {
    int length = request.write(writer, requestCorrelation);
    try {
      require(socket.sendFully(writer.segment(), 0, length));
    } catch (SystemCallException e) {
      throw new DisconnectedException("connection to " + path + " failed: " + e.getMessage(), e);
    }
  }

  /** Receives one frame, of which {@code have} bytes are here already, and nothing more. */
  private void receiveRest(long have, Patience patience) {
    long present = have;
    while (present < FrameHeader.LENGTH || present < FrameHeader.frameLength(received, 0)) {
      if (present >= FrameHeader.LENGTH_FIELD_LENGTH) {
        makeRoom(FrameHeader.frameLength(received, 0), present);
      }
      present += receive(received, present, patience);
    }
    reader.wrap(received, 0, present);
    if (reader.length() != present) {
      throw ProtocolMismatchException.of(
          "reply", present, reader.length() + " bytes, one frame for one call");
    }
  }

  private void makeRoom(int frameLength, long present) {
    if (frameLength > received.byteSize()) {
      MemorySegment larger = arena.allocate(FrameHeader.MAX_FRAME_LENGTH);
      MemorySegment.copy(received, 0, larger, 0, present);
      received = larger;
    }
  }

  /** Receives some bytes behind {@code offset}; for readers of a stream of frames. */
  long receive(MemorySegment buffer, long offset) {
    return receive(buffer, offset, NONE);
  }

  private long receive(MemorySegment buffer, long offset, Patience patience) {
    long length = buffer.byteSize() - offset;
    try {
      return require(
          looksFirst
              ? receiveLooking(buffer, offset, length, patience)
              : receiveSleeping(buffer, offset, length, patience));
    } catch (SystemCallException e) {
      throw new DisconnectedException("connection to " + path + " failed: " + e.getMessage(), e);
    }
  }

  private long receiveLooking(MemorySegment buffer, long offset, long length, Patience patience) {
    alertness.heard(System.nanoTime());
    long outcome = look(buffer, offset, length);
    if (outcome == UnixSocket.WOULD_BLOCK) {
      outcome = receiveSleeping(buffer, offset, length, patience);
    }
    alertness.heard(System.nanoTime());
    return outcome;
  }

  private long receiveSleeping(MemorySegment buffer, long offset, long length, Patience patience) {
    long outcome = socket.receive(buffer, offset, length);
    while (outcome == UnixSocket.TIMED_OUT && patience.lasts()) {
      outcome = socket.receive(buffer, offset, length);
    }
    return outcome;
  }

  /** Looks for bytes for a while, giving the processor to whoever wants it in between. */
  @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it but the speed
  private long look(MemorySegment buffer, long offset, long length) {
    long outcome = UnixSocket.WOULD_BLOCK;
    while (outcome == UnixSocket.WOULD_BLOCK && alertness.looksOn(System.nanoTime())) {
      Thread.yield();
      outcome = socket.receiveNow(buffer, offset, length);
    }
    return outcome;
  }

  private long require(long outcome) {
    if (outcome == UnixSocket.TIMED_OUT) {
      throw new StoreTimeoutException(
          "the node at "
              + path
              + " did not answer in time: it is stopped or overloaded; close the client if there is one, and connect again when it runs");
    }
    if (outcome <= 0) {
      throw new DisconnectedException("the node at " + path + " closed the connection");
    }
    return outcome;
  }

  /**
   * From now on a wait for a reply looks for it before it sleeps, if replies mostly come soon: to
   * be woken takes as long as a message between nodes.
   */
  void lookFirst() {
    looksFirst = true;
  }

  /** From now on a wait for a reply looks that often whether its patience lasts. */
  void receiveInTurns(int turnMs) {
    socket.receiveTimeout(turnMs);
  }

  /** From now on receiving waits as long as it takes. */
  void receiveWithoutDeadline() {
    socket.receiveTimeout(0);
  }

  /** Memory that lives as long as the connection is reachable. */
  MemorySegment allocateBuffer() {
    return arena.allocate(FrameAssembler.RECEIVE_BUFFER_LENGTH);
  }

  /** Ends the connection; whoever waits in it sees that it is disconnected. */
  void close() {
    socket.close();
  }
}
