// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote.contender;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Redis GET over TCP, by the leanest client there can be: one write, reads straight into the place
 * of the object. Many objects are asked for ahead.
 */
public final class RedisOverTcp implements Contender {
  private static final int AHEAD = 32;
  private static final int KEY_DIGITS = 8;
  private static final int REPLY_ROOM = 64;
  private static final int LINE_END = 2;
  private static final int REQUEST_ROOM = 64;

  private final SocketChannel channel;
  private final ByteBuffer requests = ByteBuffer.allocateDirect(AHEAD * REQUEST_ROOM);
  private Places places = new Places(1, 1, REPLY_ROOM);
  private int size;
  private int objects;

  /** Connects to a server on the loopback interface. */
  public RedisOverTcp(int port) throws IOException {
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  @Override
  public String system() {
    return "redis";
  }

  @Override
  public String operation() {
    return "get";
  }

  @Override
  public void load(int sizeBytes, int count) throws IOException {
    call("*1\r\n$8\r\nFLUSHALL\r\n", "+OK\r\n");
    places.close();
    places = new Places(sizeBytes, count, REPLY_ROOM);
    size = sizeBytes;
    objects = count;
    for (int i = 0; i < objects; i++) {
      set(i);
    }
  }

  private void set(int index) throws IOException {
    write("*3\r\n$3\r\nSET\r\n$%d\r\n%s\r\n$%d\r\n".formatted(KEY_DIGITS, key(index), size));
    RawSocketServer.write(channel, places.at(index).limit(size));
    call("\r\n", "+OK\r\n");
  }

  private static String key(int index) {
    return String.format("%0" + KEY_DIGITS + "d", index);
  }

  private void write(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    RawSocketServer.write(channel, bytes);
  }

  private void call(String request, String expected) throws IOException {
    write(request);
    ByteBuffer reply = ByteBuffer.allocate(expected.length());
    RawSocketServer.read(channel, reply);
    String found = new String(reply.array(), StandardCharsets.US_ASCII);
    if (!found.equals(expected)) {
      throw new IOException("redis answered " + found.strip());
    }
  }

  @Override
  public void fetch(int index) throws IOException {
    requests.clear();
    ask(index);
    RawSocketServer.write(channel, requests.flip());
    receive(index);
  }

  private void ask(int index) {
    put("*2\r\n$3\r\nGET\r\n$8\r\n");
    int digits = index;
    int at = requests.position();
    for (int i = KEY_DIGITS - 1; i >= 0; i--) {
      requests.put(at + i, (byte) ('0' + digits % 10));
      digits /= 10;
    }
    requests.position(at + KEY_DIGITS);
    put("\r\n");
  }

  private void put(String text) {
    for (int i = 0; i < text.length(); i++) {
      requests.put((byte) text.charAt(i));
    }
  }

  /**
   * The header, the value and the end of the line go to the object's place, one behind the other,
   * and not a byte more: the next reply goes elsewhere.
   */
  private void receive(int index) throws IOException {
    ByteBuffer place = places.at(index).limit(headerLength() + size + LINE_END);
    while (place.hasRemaining()) {
      if (channel.read(place) < 0) {
        throw new EOFException("redis closed the connection");
      }
    }
    if (place.get(0) != '$' || place.get(place.limit() - 1) != '\n') {
      throw new IOException("redis did not answer with a value of " + size + " bytes");
    }
  }

  /** Of {@code $SIZE\r\n}. */
  private int headerLength() {
    int length = 1 + LINE_END;
    for (int rest = size; rest > 0; rest /= 10) {
      length++;
    }
    return length;
  }

  @Override
  public void fetchAll(int from, int count) throws IOException {
    for (int first = from; first < from + count; first += AHEAD) {
      int end = Math.min(first + AHEAD, from + count);
      requests.clear();
      for (int i = first; i < end; i++) {
        ask(i);
      }
      RawSocketServer.write(channel, requests.flip());
      for (int i = first; i < end; i++) {
        receive(i);
      }
    }
  }

  @Override
  public void forget(int from, int count) {
    // It keeps no account of what it has.
  }

  @Override
  public void close() throws IOException {
    channel.close();
    places.close();
  }
}
