// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Makes connections, of which one lives at a time, and lets another thread give it up whatever it
 * is doing: its socket is closed under it. Only {@link #abandon} is for that other thread.
 */
final class Sockets {
  private final RedisUrl url;
  private final int connectMs;
  private final int commandMs;
  private final Object lock = new Object();
  private @Nullable Socket socket;
  private boolean abandoned;

  Sockets(RedisUrl url, RedisSettings settings) {
    this.url = url;
    this.connectMs = (int) TimeUnit.NANOSECONDS.toMillis(settings.connectNs());
    this.commandMs = (int) TimeUnit.NANOSECONDS.toMillis(settings.commandNs());
  }

  /**
   * Connects, logs in and chooses the database.
   *
   * @throws redis.clients.jedis.exceptions.JedisException when that fails
   */
  Connection connect() {
    return new Connection(this::createSocket, configuration());
  }

  private JedisClientConfig configuration() {
    DefaultJedisClientConfig.Builder builder =
        DefaultJedisClientConfig.builder()
            .resp2()
            .autoNegotiateProtocol(false)
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .connectionTimeoutMillis(connectMs)
            .socketTimeoutMillis(commandMs)
            .database(url.database());
    if (url.password() != null) {
      builder.password(url.password());
    }
    if (url.user() != null) {
      builder.user(url.user());
    }
    return builder.build();
  }

  private Socket createSocket() {
    try {
      Socket plain = connectToAny(InetAddress.getAllByName(url.host()));
      return url.tls() ? encrypted(plain) : plain;
    } catch (IOException failed) {
      throw new JedisConnectionException(failed.toString(), failed);
    }
  }

  private Socket connectToAny(InetAddress[] addresses) throws IOException {
    IOException failure = new IOException(url.host() + " has no address");
    for (InetAddress address : addresses) {
      Socket plain = new Socket();
      watch(plain);
      try {
        plain.setTcpNoDelay(true);
        plain.setKeepAlive(true);
        plain.setSoTimeout(commandMs);
        plain.connect(new InetSocketAddress(address, url.port()), connectMs);
        return plain;
      } catch (IOException failed) {
        plain.close();
        failure = failed;
      }
    }
    throw failure;
  }

  private void watch(Socket plain) throws IOException {
    synchronized (lock) {
      if (abandoned) {
        plain.close();
        throw new IOException("given up");
      }
      socket = plain;
    }
  }

  private SSLSocket encrypted(Socket plain) throws IOException {
    SSLSocket secret =
        (SSLSocket) trust().getSocketFactory().createSocket(plain, url.host(), url.port(), true);
    SSLParameters parameters = secret.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secret.setSSLParameters(parameters);
    secret.startHandshake();
    return secret;
  }

  private static SSLContext trust() throws IOException {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException misconfigured) {
      throw new IOException("TLS: " + misconfigured.getMessage(), misconfigured);
    }
  }

  /** The next attempt is another one. */
  void begin() {
    synchronized (lock) {
      abandoned = false;
      socket = null;
    }
  }

  /** Gives up the attempt or connection that was begun last. */
  void abandon() {
    synchronized (lock) {
      abandoned = true;
      if (socket != null) {
        closeQuietly(socket);
      }
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException broken) {
      // It is of no use to anybody any more.
    }
  }

  /** What went wrong, for people. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
  }
}
