// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local.worker;

import static io.tokamak.benchmarks.local.worker.Request.ascii;

import java.io.IOException;
import java.nio.file.Path;

/**
 * memcached, in its text protocol: set, get, delete. It cannot ask whether an object is there
 * without getting it.
 */
final class MemcachedOperations implements Operations {
  private static final byte[] STORED = ascii("STORED\r\n");
  private static final byte[] DELETED = ascii("DELETED\r\n");
  private static final int END_LENGTH = "\r\nEND\r\n".length();

  private final Connection connection;
  private final Request get = Request.of("get ", "\r\n");
  private final Request delete = Request.of("delete ", "\r\n");
  private Request set = setOf(32);
  private int sizeBytes = 32;

  MemcachedOperations(Path socket) throws IOException {
    connection = new Connection(socket);
  }

  private static Request setOf(int sizeBytes) {
    return Request.of("set ", " 0 0 " + sizeBytes + "\r\n", sizeBytes, "\r\n");
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
      connection.require(STORED);
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
    if (connection.at(0) != 'V' || connection.numberBeforeLineEnd(line) != sizeBytes) {
      throw connection.unexpected();
    }
    connection.receiveTo(line + sizeBytes + END_LENGTH);
  }

  /** The value lies in the client's buffer already. */
  @Override
  public void getAndRead(Keys keys, int from, int count) throws IOException {
    get(keys, from, count);
  }

  @Override
  public void contains(Keys keys, int from, int count) {
    throw new UnsupportedOperationException("memcached has no such question");
  }

  @Override
  public void delete(Keys keys, int from, int count) throws IOException {
    for (int i = from; i < from + count; i++) {
      connection.call(delete, keys, i);
      connection.require(DELETED);
    }
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
