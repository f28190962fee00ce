// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local.worker;

import static io.tokamak.benchmarks.local.worker.Request.ascii;

import java.io.IOException;
import java.nio.file.Path;

/** Redis, in its own protocol (RESP): SET, GET, EXISTS, DEL. */
final class RedisOperations implements Operations {
  private static final byte[] OK = ascii("+OK\r\n");
  private static final byte[] ONE = ascii(":1\r\n");
  private static final int LINE_END = 2;

  private final Connection connection;
  private final Request get = Request.of("*2\r\n$3\r\nGET\r\n$40\r\n", "\r\n");
  private final Request exists = Request.of("*2\r\n$6\r\nEXISTS\r\n$40\r\n", "\r\n");
  private final Request delete = Request.of("*2\r\n$3\r\nDEL\r\n$40\r\n", "\r\n");
  private Request set = setOf(32);
  private int sizeBytes = 32;

  RedisOperations(Path socket) throws IOException {
    connection = new Connection(socket);
  }

  private static Request setOf(int sizeBytes) {
    return Request.of(
        "*3\r\n$3\r\nSET\r\n$40\r\n", "\r\n$" + sizeBytes + "\r\n", sizeBytes, "\r\n");
  }

  @Override
  public boolean wantsTexts() {
    return true;
  }

  @Override
  public void prepare(int newSizeBytes) {
    if (newSizeBytes != sizeBytes) {
      connection.prepare(newSizeBytes);
      set = setOf(newSizeBytes);
      sizeBytes = newSizeBytes;
    }
  }

  @Override
  public void put(Keys keys, int from, int count) throws IOException {
    for (int i = from; i < from + count; i++) {
      connection.call(set, keys, i);
      connection.require(OK);
    }
  }

  @Override
  public void get(Keys keys, int from, int count) throws IOException {
    for (int i = from; i < from + count; i++) {
      getOne(keys, i);
    }
  }

  private void getOne(Keys keys, int index) throws IOException {
    connection.call(get, keys, index);
    int line = connection.lineLength();
    if (connection.at(0) != '$' || connection.numberBeforeLineEnd(line) != sizeBytes) {
      throw connection.unexpected();
    }
    connection.receiveTo(line + sizeBytes + LINE_END);
  }

  /** The value lies in the client's buffer already. */
  @Override
  public void getAndRead(Keys keys, int from, int count) throws IOException {
    get(keys, from, count);
  }

  @Override
  public void contains(Keys keys, int from, int count) throws IOException {
    for (int i = from; i < from + count; i++) {
      connection.call(exists, keys, i);
      connection.require(ONE);
    }
  }

  @Override
  public void delete(Keys keys, int from, int count) throws IOException {
    for (int i = from; i < from + count; i++) {
      connection.call(delete, keys, i);
      connection.require(ONE);
    }
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
