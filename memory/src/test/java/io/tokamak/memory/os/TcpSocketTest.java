// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.memory.SystemCallException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TcpSocketTest {
  private ServerSocketChannel server;
  private SocketChannel caller;
  private SocketChannel answerer;

  @BeforeEach
  void connect() throws IOException {
    server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    caller = SocketChannel.open(server.getLocalAddress());
    answerer = server.accept();
  }

  @AfterEach
  void close() throws IOException {
    answerer.close();
    caller.close();
    server.close();
  }

  @Test
  void shouldTellTheTwoEndsOfOneConnectionApart() throws IOException {
    find(caller).congestionControl("reno");
    String before = find(answerer).congestionControl();

    assertThat(find(caller).congestionControl()).isEqualTo("reno");
    assertThat(find(answerer).congestionControl()).isEqualTo(before);
  }

  @Test
  void shouldFindSocketsWithoutIpv6() throws IOException {
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.INET);
        SocketChannel there = SocketChannel.open(StandardProtocolFamily.INET)) {
      other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      there.connect(other.getLocalAddress());

      find(there).congestionControl("reno");

      assertThat(find(there).congestionControl()).isEqualTo("reno");
    }
  }

  @Test
  void shouldFindNothingThatIsNotThere() throws IOException {
    InetSocketAddress local = (InetSocketAddress) caller.getLocalAddress();

    assertThat(TcpSocket.find(local, local)).isEmpty();
  }

  @Test
  void shouldNameAnAlgorithmThatTheKernelDoesNotHave() throws IOException {
    TcpSocket socket = find(caller);

    assertThatThrownBy(() -> socket.congestionControl("magic"))
        .isInstanceOf(SystemCallException.class)
        .hasMessageContaining("magic");
  }

  /** The kernel draws the cork by itself after 0.2 s: a try that was held up as long is none. */
  @Test
  void shouldKeepWhatIsShortUntilTheCorkIsOut() throws IOException {
    answerer.configureBlocking(false);
    int early = 1;
    for (int tries = 0; early != 0 && tries < 20; tries++) {
      ByteBuffer got = ByteBuffer.allocate(2);
      find(caller).cork(true);
      caller.write(ByteBuffer.wrap(new byte[] {1}));
      early = answerer.read(got);
      caller.write(ByteBuffer.wrap(new byte[] {2}));
      find(caller).cork(false);

      assertThat(early + answerer.read(got)).isEqualTo(2);
    }
    assertThat(early).isZero();
  }

  private static TcpSocket find(SocketChannel channel) throws IOException {
    return TcpSocket.of(channel).orElseThrow();
  }
}
