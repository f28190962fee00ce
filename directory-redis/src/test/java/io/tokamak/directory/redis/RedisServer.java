// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;

/**
 * A redis-server of its own on a loopback port, without persistence. Ends with this process,
 * whatever ends it: a shell waits for the end of its input and then kills the server.
 */
final class RedisServer implements AutoCloseable {
  private static final String GUARD =
      "\"$@\" </dev/null >/dev/null 2>&1 & echo $!; cat >/dev/null; kill -9 $!";
  private static final long START_NS = TimeUnit.SECONDS.toNanos(30);

  private final int port;
  private final Path directory;
  private final List<String> options;
  private @Nullable Process guard;
  private long pid;

  private RedisServer(int port, Path directory, List<String> options) {
    this.port = port;
    this.directory = directory;
    this.options = options;
  }

  /** A place for one, which does not run yet. */
  static RedisServer absent(String... options) throws IOException {
    Path directory = Files.createTempDirectory("tokamak-redis");
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new RedisServer(any.getLocalPort(), directory, List.of(options));
    }
  }

  /** One that runs. Without a redis-server on this machine the test fails and says so. */
  static RedisServer running(String... options) throws IOException {
    RedisServer server = absent(options);
    server.start();
    return server;
  }

  /** Starts it, empty. */
  void start() throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", GUARD, "sh", "redis-server"));
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--save", "", "--appendonly", "no", "--dir", directory.toString()));
    command.addAll(options);
    Process started = new ProcessBuilder(command).start();
    guard = started;
    BufferedReader output = started.inputReader(StandardCharsets.US_ASCII);
    pid = Long.parseLong(output.readLine());
    long deadlineNs = System.nanoTime() + START_NS;
    while (!isListening()) {
      if (System.nanoTime() - deadlineNs > 0 || ProcessHandle.of(pid).isEmpty()) {
        throw new IOException(
            "redis-server does not run: these tests need it (apt-get install redis-server)");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  RedisUrl url() {
    return RedisUrl.parse("redis://127.0.0.1:" + port);
  }

  int port() {
    return port;
  }

  /** kill -9. */
  void kill() {
    Process running = guard;
    if (running != null) {
      guard = null;
      try {
        running.getOutputStream().close();
        running.waitFor(10, TimeUnit.SECONDS);
      } catch (IOException broken) {
        running.destroyForcibly();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Sends it a signal: STOP, CONT. */
  void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends one command over a connection of its own. */
  @Nullable Object command(String... words) {
    return commandAs(null, words);
  }

  @Nullable Object commandAs(@Nullable String password, String... words) {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder().resp2().autoNegotiateProtocol(false);
    if (password != null) {
      config.password(password);
    }
    try (Connection connection =
        new Connection(new HostAndPort("127.0.0.1", port), config.build())) {
      connection.sendCommand(
          Protocol.Command.valueOf(words[0]), Arrays.copyOfRange(words, 1, words.length));
      return connection.getOne();
    }
  }

  String text(String... words) {
    return Replies.text(command(words));
  }

  /** All keys, without the prefix. */
  List<String> keys(Keys keys) {
    return Replies.list(command("KEYS", keys.prefix() + "*")).stream()
        .map(key -> Replies.text(key).substring(keys.prefix().length()))
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    kill();
  }
}
