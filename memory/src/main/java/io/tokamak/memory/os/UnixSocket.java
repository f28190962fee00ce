// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.tokamak.memory.SystemCallException;
import io.tokamak.memory.libc.DescriptorMessage;
import io.tokamak.memory.libc.Errno;
import io.tokamak.memory.libc.FileCalls;
import io.tokamak.memory.libc.SocketCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Objects;

/**
 * One end of a stream between two processes of a machine.
 *
 * <p>What happens in ordinary life is a result, not an exception: {@link #DISCONNECTED}, {@link
 * #WOULD_BLOCK}, {@link #TIMED_OUT}. Sending from and receiving at offset 0 of a segment allocates
 * nothing; at another offset a slice object may be made.
 *
 * <p>Thread-safe: one thread may send while another receives. A blocked call holds its thread (a
 * virtual thread holds its carrier) and the arena of its segment, which cannot be closed meanwhile.
 * {@link #shutdown} from any thread ends it; interrupting the thread does not.
 */
public final class UnixSocket implements AutoCloseable {

  /** The other side, or this one, has closed the connection. */
  public static final int DISCONNECTED = -1;

  /** A non-blocking socket has no bytes, or no room for any. */
  public static final int WOULD_BLOCK = -2;

  /** A blocking socket waited for its whole timeout. */
  public static final int TIMED_OUT = -3;

  private final Descriptor descriptor;
  private volatile boolean blocking = true;

  UnixSocket(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Connects to a listener.
   *
   * @param timeoutMs how long to wait for room in the listener's backlog, more than 0
   * @throws IllegalArgumentException when the path has more than 107 bytes
   * @throws SystemCallException {@code ENOENT} or {@code ECONNREFUSED} when nobody listens, {@code
   *     ETIMEDOUT} when the listener is too busy, {@code EACCES} when this user may not
   */
  public static UnixSocket connect(Path path, int timeoutMs) {
    if (timeoutMs <= 0) {
      throw new IllegalArgumentException("timeoutMs must be more than 0: " + timeoutMs);
    }
    UnixSocket socket = new UnixSocket(openDescriptor());
    try {
      socket.sendTimeout(timeoutMs);
      socket.connect(path);
      socket.sendTimeout(0);
      return socket;
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private void connect(Path path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = SocketAddress.of(arena, path);
      int result;
      do {
        result = SocketCalls.connect(descriptor.number(), address);
      } while (result == -Errno.EINTR);
      if (result < 0) {
        throw connectFailure(-result, path);
      }
    }
  }

  private static SystemCallException connectFailure(int errno, Path path) {
    int reported = errno == Errno.EAGAIN ? Errno.ETIMEDOUT : errno;
    String remedy =
        switch (reported) {
          case Errno.ENOENT ->
              "No node has created this socket: start the node, or check the path.";
          case Errno.ECONNREFUSED -> "Nobody listens there: its node is gone; start it again.";
          case Errno.ETIMEDOUT -> "The node did not accept in time: it is overloaded or stopped.";
          case Errno.EACCES -> "The socket belongs to another user.";
          default -> "See the error name.";
        };
    return Errno.failure("connect", reported, path.toString(), remedy);
  }

  static Descriptor openDescriptor() {
    int number = SocketCalls.unixStreamSocket();
    if (number < 0) {
      throw Errno.failure("socket", -number, "AF_UNIX, SOCK_STREAM");
    }
    return new Descriptor(number);
  }

  /** Whether calls wait; a new socket's do. */
  public void blocking(boolean blocking) {
    setBlocking(descriptor, blocking);
    this.blocking = blocking;
  }

  static void setBlocking(Descriptor descriptor, boolean blocking) {
    descriptor.enterOpen("socket");
    try {
      int flags = check("fcntl", FileCalls.fcntl(descriptor.number(), FileCalls.F_GETFL, 0));
      int wanted = blocking ? flags & ~FileCalls.O_NONBLOCK : flags | FileCalls.O_NONBLOCK;
      check("fcntl", FileCalls.fcntl(descriptor.number(), FileCalls.F_SETFL, wanted));
    } finally {
      descriptor.leave();
    }
  }

  /** How long a blocking send may wait for room before {@link #TIMED_OUT}; 0 = for ever. */
  public void sendTimeout(int timeoutMs) {
    setTimeout(SocketCalls.SO_SNDTIMEO, timeoutMs);
  }

  /** How long a blocking receive may wait for bytes before {@link #TIMED_OUT}; 0 = for ever. */
  public void receiveTimeout(int timeoutMs) {
    setTimeout(SocketCalls.SO_RCVTIMEO, timeoutMs);
  }

  private void setTimeout(int option, int timeoutMs) {
    if (timeoutMs < 0) {
      throw new IllegalArgumentException("timeoutMs must not be negative: " + timeoutMs);
    }
    descriptor.enterOpen("socket");
    try {
      check("setsockopt", SocketCalls.setTimeout(descriptor.number(), option, timeoutMs));
    } finally {
      descriptor.leave();
    }
  }

  /** Sends up to {@code length} bytes; returns how many went, at least 1, or a marker. */
  public long send(MemorySegment segment, long offset, long length) {
    MemorySegment range = range(segment, offset, length);
    if (!descriptor.enter()) {
      return DISCONNECTED;
    }
    try {
      long result;
      do {
        result = SocketCalls.send(descriptor.number(), range, length, SocketCalls.MSG_NOSIGNAL);
      } while (result == -Errno.EINTR);
      return outcome("send", result);
    } finally {
      descriptor.leave();
    }
  }

  /** Receives up to {@code length} bytes; returns how many came, at least 1, or a marker. */
  public long receive(MemorySegment segment, long offset, long length) {
    long result = receive(segment, offset, length, 0);
    return result == -Errno.EAGAIN && blocking ? TIMED_OUT : marked(result);
  }

  /**
   * The same without waiting, whatever kind of socket it is: {@link #WOULD_BLOCK} if none are
   * there.
   */
  public long receiveNow(MemorySegment segment, long offset, long length) {
    return marked(receive(segment, offset, length, SocketCalls.MSG_DONTWAIT));
  }

  private long marked(long result) {
    return result == -Errno.EAGAIN ? WOULD_BLOCK : outcome("recv", result);
  }

  /** What recv returned; the end of the stream is no connection. */
  private long receive(MemorySegment segment, long offset, long length, int flags) {
    MemorySegment range = writableRange(segment, offset, length);
    if (!descriptor.enter()) {
      return -Errno.ENOTCONN;
    }
    try {
      long result;
      do {
        result = SocketCalls.recv(descriptor.number(), range, length, flags);
      } while (result == -Errno.EINTR);
      return result == 0 ? -Errno.ENOTCONN : result;
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Sends all {@code length} bytes of a blocking socket. After a marker part of them may have gone:
   * the stream is of no further use.
   */
  public long sendFully(MemorySegment segment, long offset, long length) {
    long sent = 0;
    while (sent < length) {
      long result = send(segment, offset + sent, length - sent);
      if (result < 0) {
        return result;
      }
      sent += result;
    }
    return sent;
  }

  /** Receives exactly {@code length} bytes of a blocking socket, or returns a marker. */
  public long receiveFully(MemorySegment segment, long offset, long length) {
    long received = 0;
    while (received < length) {
      long result = receive(segment, offset + received, length - received);
      if (result < 0) {
        return result;
      }
      received += result;
    }
    return received;
  }

  /**
   * Sends bytes and a descriptor with the first of them; returns how many bytes went, or a marker.
   * The receiver gets a descriptor of its own to the same open file. Allocates.
   */
  public long sendWithDescriptor(
      MemorySegment segment, long offset, long length, int passedDescriptor) {
    MemorySegment range = range(segment, offset, length);
    if (!descriptor.enter()) {
      return DISCONNECTED;
    }
    try (Arena arena = Arena.ofConfined()) {
      DescriptorMessage message = new DescriptorMessage(arena, length);
      MemorySegment.copy(range, 0, message.bytes(), 0, length);
      long result;
      do {
        result = message.send(descriptor.number(), passedDescriptor);
      } while (result == -Errno.EINTR);
      return outcome("sendmsg", result);
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Receives bytes and the descriptor that may come with them. {@link #receive} instead closes a
   * descriptor that comes. Allocates.
   */
  public Received receiveWithDescriptor(MemorySegment segment, long offset, long length) {
    MemorySegment range = writableRange(segment, offset, length);
    if (!descriptor.enter()) {
      return new Received(DISCONNECTED, -1);
    }
    try (Arena arena = Arena.ofConfined()) {
      return receive(new DescriptorMessage(arena, length), range);
    } finally {
      descriptor.leave();
    }
  }

  private Received receive(DescriptorMessage message, MemorySegment range) {
    long result;
    do {
      result = message.receive(descriptor.number());
    } while (result == -Errno.EINTR);
    if (result <= 0) {
      return new Received(result == 0 ? DISCONNECTED : outcome("recvmsg", result), -1);
    }
    MemorySegment.copy(message.bytes(), 0, range, 0, result);
    return new Received(result, message.takeDescriptor());
  }

  /** Who connected, or who listened, at the other end. */
  public PeerCredentials peerCredentials() {
    descriptor.enterOpen("socket");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ucred = arena.allocate(12, 4);
      check(
          "getsockopt", SocketCalls.getOption(descriptor.number(), SocketCalls.SO_PEERCRED, ucred));
      return new PeerCredentials(
          ucred.get(JAVA_INT, 0), ucred.get(JAVA_INT, 4), ucred.get(JAVA_INT, 8));
    } finally {
      descriptor.leave();
    }
  }

  /** Ends the conversation: both sides, also threads blocked here, see {@link #DISCONNECTED}. */
  public void shutdown() {
    if (descriptor.enter()) {
      SocketCalls.shutdown(descriptor.number()); // fails only where it is down already
      descriptor.leave();
    }
  }

  /**
   * Says no more: the other side receives what was sent before, then {@link #DISCONNECTED}. What it
   * says can still be received, and that it closes its side can still be seen.
   */
  public void shutdownOutput() {
    if (descriptor.enter()) {
      SocketCalls.shutdownOutput(descriptor.number()); // fails only where it is down already
      descriptor.leave();
    }
  }

  /** The descriptor number, for a {@link Poller}. */
  public int descriptor() {
    return descriptor.number();
  }

  /** Shuts down and gives the descriptor back once no thread is in a call. Can be repeated. */
  @Override
  public void close() {
    shutdown();
    descriptor.close();
  }

  private static MemorySegment range(MemorySegment segment, long offset, long length) {
    Objects.checkFromIndexSize(offset, length, segment.byteSize());
    if (length == 0) {
      throw new IllegalArgumentException("length must be more than 0");
    }
    return offset == 0 ? segment : segment.asSlice(offset, length);
  }

  private static MemorySegment writableRange(MemorySegment segment, long offset, long length) {
    if (segment.isReadOnly()) {
      throw new IllegalArgumentException("cannot receive into a read-only segment");
    }
    return range(segment, offset, length);
  }

  private long outcome(String call, long result) {
    if (result >= 0) {
      return result;
    }
    return switch ((int) -result) {
      case Errno.EAGAIN -> blocking ? TIMED_OUT : WOULD_BLOCK;
      case Errno.EPIPE, Errno.ECONNRESET, Errno.ENOTCONN -> DISCONNECTED;
      default -> throw Errno.failure(call, (int) -result, "unix socket");
    };
  }

  private static int check(String call, int result) {
    if (result < 0) {
      throw Errno.failure(call, -result, "unix socket");
    }
    return result;
  }
}
