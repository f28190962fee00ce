// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Says the same to everybody who connects, and then nothing. */
final class GarbageServer implements AutoCloseable {
  private final ServerSocket listening;
  private final byte[] answer;
  private final AtomicInteger visitors = new AtomicInteger();
  private final ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();

  private GarbageServer(ServerSocket listening, byte[] answer) {
    this.listening = listening;
    this.answer = answer;
  }

  static GarbageServer answering(String answer) throws IOException {
    GarbageServer server =
        new GarbageServer(
            new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
            answer.getBytes(StandardCharsets.ISO_8859_1));
    Thread.ofPlatform().daemon().start(server::serve);
    return server;
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = listening.accept();
        sockets.add(socket);
        visitors.incrementAndGet();
        Thread.ofVirtual().start(() -> speak(socket));
      }
    } catch (IOException closed) {
      // Done.
    }
  }

  private void speak(Socket socket) {
    try {
      socket.getOutputStream().write(answer);
      socket.getOutputStream().flush();
    } catch (IOException gone) {
      // The visitor has heard enough.
    }
  }

  RedisUrl url() {
    return RedisUrl.parse("redis://127.0.0.1:" + listening.getLocalPort());
  }

  int visitors() {
    return visitors.get();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
