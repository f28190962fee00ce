// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.ranks;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The side of the first rank to which all ranks connect, itself included: hears what they say and
 * lets them go on together, by an {@link Assembly}. A thread for each connection, which only waits;
 * what they do is under one lock. A connection that ends is a rank that ended, however it did. Of
 * connections that have not said who they are there are not many: each new one ends the oldest.
 */
final class Coordinator implements AutoCloseable {
  private static final int HELLO_MS = 5_000;
  private static final int MOST_STRANGERS = 64;
  private static final int GLANCE_MS = 100;
  private static final int REST_MS = 10_000;

  private final ServerSocket server;
  private final String token;
  private final int size;
  private final Assembly assembly;
  private final List<@Nullable Line> lines = new ArrayList<>();

  /** Those who have not said yet who they are, the longest here first. */
  private final Set<Socket> strangers = new LinkedHashSet<>();

  private Coordinator(ServerSocket server, String token, int size, Duration patience) {
    this.server = server;
    this.token = token;
    this.size = size;
    this.assembly = new Assembly(size, patience.toNanos(), System.nanoTime());
    for (int i = 0; i < size; i++) {
      lines.add(null);
    }
  }

  /**
   * Begins to listen at any free port.
   *
   * @param address null: all of this machine
   */
  static Coordinator start(@Nullable InetAddress address, String token, int size, Duration patience)
      throws IOException {
    ServerSocket server = new ServerSocket();
    server.bind(new InetSocketAddress(address, 0), size + MOST_STRANGERS);
    Coordinator coordinator = new Coordinator(server, token, size, patience);
    Thread.ofVirtual().name("coordinator").start(coordinator::accept);
    return coordinator;
  }

  int port() {
    return server.getLocalPort();
  }

  /** The address of this machine at which another one came in; null when none did. */
  synchronized @Nullable InetAddress addressUsed() {
    for (Line line : lines) {
      if (line != null && !line.socket.getLocalAddress().isLoopbackAddress()) {
        return line.socket.getLocalAddress();
      }
    }
    return null;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        admit(socket);
        Thread.ofVirtual().name("coordinator-line").start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // By close().
    }
  }

  /** All ranks may come at once, and be strangers for a moment. */
  private synchronized void admit(Socket socket) {
    strangers.add(socket);
    if (strangers.size() > size + MOST_STRANGERS) {
      Socket oldest = strangers.iterator().next();
      strangers.remove(oldest);
      hangUp(oldest);
    }
  }

  private static void hangUp(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // As good.
    }
  }

  private synchronized void dismiss(Socket socket) {
    strangers.remove(socket);
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      Line line = new Line(socket);
      if (line.isWelcome()) {
        line.serve();
      }
    } catch (IOException stranger) {
      // Whoever that was never said who it is.
    } finally {
      dismiss(socket);
    }
  }

  private synchronized void come(int rank, String point, byte[] says) {
    List<byte[]> all = assembly.come(rank, point, says, System.nanoTime());
    if (all != null) {
      for (Line line : lines) {
        if (line != null) {
          line.say(output -> go(output, all));
        }
      }
    }
    endIfFailed();
  }

  private static void go(DataOutputStream output, List<byte[]> all) throws IOException {
    output.write(Frames.GO);
    Frames.list(output, all);
  }

  private synchronized void fail(String why) {
    assembly.fail(why);
    endIfFailed();
  }

  private synchronized void lose(int rank, String host) {
    assembly.lose(rank, host);
    endIfFailed();
  }

  private synchronized void leave(int rank) {
    assembly.leave(rank);
  }

  private synchronized void work() {
    assembly.work(System.nanoTime());
    endIfFailed();
  }

  /** Each is told once. */
  private void endIfFailed() {
    String why = assembly.failure();
    if (why != null) {
      for (Line line : lines) {
        if (line != null) {
          line.end(why);
        }
      }
    }
  }

  /**
   * Takes the place of a rank, and tells it so before anybody else can tell it something; says why
   * not, when it cannot.
   */
  private synchronized String take(Line line, String theirToken, int rank, int theirSize) {
    String refusal = refusal(theirToken, rank, theirSize);
    if (refusal.isEmpty() && !strangers.remove(line.socket)) {
      return "it took too long to say who it is";
    }
    if (refusal.isEmpty()) {
      lines.set(rank, line);
      line.say(Coordinator::welcome);
    }
    return refusal;
  }

  private static void welcome(DataOutputStream output) throws IOException {
    output.write(Frames.WELCOME);
    Frames.text(output, "");
  }

  private String refusal(String theirToken, int rank, int theirSize) {
    if (!theirToken.equals(token)) {
      return "this is another run";
    }
    if (theirSize != size || rank < 0 || rank >= size) {
      return "there are %d ranks here, not %d with one of number %d"
          .formatted(size, theirSize, rank);
    }
    if (lines.get(rank) != null) {
      return "rank " + rank + " is here already: two runs of one name? Tell them apart by --run";
    }
    return "";
  }

  /** Ends all connections, as the end of the process would. */
  @Override
  public synchronized void close() throws IOException {
    server.close();
    strangers.forEach(Coordinator::hangUp);
    for (Line line : lines) {
      if (line != null) {
        line.socket.close();
      }
    }
  }

  /** What is written at once. */
  private interface Words {
    void write(DataOutputStream output) throws IOException;
  }

  /** The connection of one rank. */
  private final class Line {
    private final Socket socket;
    private final DataInputStream input;
    private final DataOutputStream output;
    private int rank = -1;
    private String host = "";
    private boolean told;

    Line(Socket socket) throws IOException {
      this.socket = socket;
      input = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      output = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    boolean isWelcome() throws IOException {
      socket.setSoTimeout(HELLO_MS);
      if (input.read() != Frames.HELLO) {
        return false;
      }
      String theirToken = Frames.strangersText(input);
      rank = input.readInt();
      int theirSize = input.readInt();
      host = Frames.strangersText(input);
      String refusal = take(this, theirToken, rank, theirSize);
      if (refusal.isEmpty()) {
        return true;
      }
      say(words -> {
        words.write(Frames.REFUSED);
        Frames.text(words, refusal);
      });
      return false;
    }

    void serve() {
      try {
        while (true) {
          next();
        }
      } catch (IOException gone) {
        lose(rank, host);
      }
    }

    private void next() throws IOException {
      int kind = glance();
      switch (kind) {
        case Frames.COME -> come(rank, Frames.text(input), Frames.bytes(input));
        case Frames.FAIL -> fail("rank %d on %s: %s".formatted(rank, host, Frames.text(input)));
        case Frames.LEAVE -> leave(rank);
        default -> throw new IOException("rank " + rank + " ended, or said " + kind);
      }
    }

    /** The kind of the next message, looking at the time while there is none. */
    private int glance() throws IOException {
      while (true) {
        try {
          socket.setSoTimeout(GLANCE_MS);
          int kind = input.read();
          socket.setSoTimeout(REST_MS);
          return kind;
        } catch (SocketTimeoutException nothing) {
          work();
        }
      }
    }

    /** A rank that does not take it is noticed by who reads from it. */
    void say(Words words) {
      try {
        words.write(output);
        output.flush();
      } catch (IOException gone) {
        told = true;
      }
    }

    void end(String why) {
      if (!told) {
        told = true;
        say(words -> {
          words.write(Frames.END);
          Frames.text(words, why);
        });
      }
    }
  }
}
