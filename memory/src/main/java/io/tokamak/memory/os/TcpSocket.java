// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.tokamak.memory.SystemCallException;
import io.tokamak.memory.libc.Errno;
import io.tokamak.memory.libc.SocketCalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A TCP socket that belongs to the JDK, for options the JDK does not know. It is found by its two
 * ends among the descriptors of this process, since the JDK does not tell its number.
 *
 * <p>For the thread that may close the socket, before it does: afterwards the number may be another
 * file's. Not for hot paths: finding looks at all descriptors.
 */
public final class TcpSocket {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final int ADDRESS_LENGTH = 28; // struct sockaddr_in6, the longer one
  private static final int NAME_LENGTH = 16; // TCP_CA_NAME_MAX
  private static final short AF_INET = 2;
  private static final short AF_INET6 = 10;

  private static final MemorySegment YES = Arena.global().allocateFrom(JAVA_INT, 1);
  private static final MemorySegment NO = Arena.global().allocateFrom(JAVA_INT, 0);

  private final int descriptor;

  private TcpSocket(int descriptor) {
    this.descriptor = descriptor;
  }

  /** The socket of a channel that is connected; empty when it is not among the descriptors. */
  public static Optional<TcpSocket> of(SocketChannel channel) throws IOException {
    InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
    return find(local, (InetSocketAddress) channel.getRemoteAddress());
  }

  /** The socket of this process with these ends; empty when there is none. */
  public static Optional<TcpSocket> find(InetSocketAddress local, InetSocketAddress remote)
      throws IOException {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path path : descriptors) {
        int descriptor = Integer.parseInt(path.getFileName().toString());
        if (local.equals(end(descriptor, SocketCalls::localAddress))
            && remote.equals(end(descriptor, SocketCalls::peerAddress))) {
          return Optional.of(new TcpSocket(descriptor));
        }
      }
    }
    return Optional.empty();
  }

  /** Asks a descriptor for one of its ends; negative when it has none. */
  private interface Asking {
    int ask(int descriptor, MemorySegment address);
  }

  private static @Nullable InetSocketAddress end(int descriptor, Asking asking) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(ADDRESS_LENGTH, 4);
      return asking.ask(descriptor, address) < 0 ? null : decode(address);
    }
  }

  private static @Nullable InetSocketAddress decode(MemorySegment address) throws IOException {
    int port = Short.toUnsignedInt(address.get(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2));
    return switch (address.get(JAVA_SHORT, 0)) {
      case AF_INET -> new InetSocketAddress(host(address, 4, 4), port);
      case AF_INET6 -> new InetSocketAddress(host(address, 8, 16), port);
      default -> null;
    };
  }

  private static InetAddress host(MemorySegment address, int offset, int length)
      throws IOException {
    return InetAddress.getByAddress(address.asSlice(offset, length).toArray(JAVA_BYTE));
  }

  /**
   * Has what is written go in full packets only; what is left of one waits for {@code false}, for a
   * fifth of a second at most. A header alone costs both ends as much as 64 KiB behind it. No
   * allocation.
   */
  public void cork(boolean corked) {
    int level = SocketCalls.IPPROTO_TCP;
    MemorySegment value = corked ? YES : NO;
    int result = SocketCalls.setOption(descriptor, level, SocketCalls.TCP_CORK, value);
    check("TCP_CORK", result, "");
  }

  /** The algorithm of congestion control, such as {@code cubic}. */
  public String congestionControl() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(NAME_LENGTH + 1);
      int level = SocketCalls.IPPROTO_TCP;
      int option = SocketCalls.TCP_CONGESTION;
      MemorySegment room = name.asSlice(0, NAME_LENGTH);
      check("TCP_CONGESTION", SocketCalls.getOption(descriptor, level, option, room), "");
      return name.getString(0, StandardCharsets.US_ASCII);
    }
  }

  /**
   * Has it another algorithm.
   *
   * @throws SystemCallException when the kernel does not have it, or does not let this user
   */
  public void congestionControl(String algorithm) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(algorithm, StandardCharsets.US_ASCII);
      int level = SocketCalls.IPPROTO_TCP;
      int option = SocketCalls.TCP_CONGESTION;
      check("TCP_CONGESTION", SocketCalls.setOption(descriptor, level, option, name), algorithm);
    }
  }

  private static void check(String option, int result, String arguments) {
    if (result < 0) {
      throw Errno.failure(option, -result, arguments);
    }
  }
}
