// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local.worker;

import static io.tokamak.benchmarks.local.worker.Request.ascii;

import java.io.IOException;
import java.nio.file.Path;

/** The operations of a server that speaks in text. */
final class TextOperations implements Operations {
  private static final int FIRST_SIZE = 32;

  private final TextProtocol protocol;
  private final Connection connection;
  private final byte[] stored;
  private final byte[] present;
  private final byte[] deleted;
  private Request set;
  private int sizeBytes = FIRST_SIZE;

  TextOperations(TextProtocol protocol, Path socket) throws IOException {
    this.protocol = protocol;
    this.set = protocol.set().apply(FIRST_SIZE);
    this.stored = ascii(protocol.stored());
    this.present = ascii(protocol.present());
    this.deleted = ascii(protocol.deleted());
    this.connection = new Connection(socket);
  }

  @Override
  public boolean wantsTexts() {
    return true;
  }

  @Override
  public void prepare(int newSizeBytes) {
    if (newSizeBytes != sizeBytes) {
      connection.prepare(newSizeBytes);
      set = protocol.set().apply(newSizeBytes);
      sizeBytes = newSizeBytes;
    }
  }

  @Override
  public void put(Keys keys, int from, int count) throws IOException {
    each(set, stored, keys, from, count);
  }

  private void each(Request request, byte[] answer, Keys keys, int from, int count)
      throws IOException {
    for (int i = from; i < from + count; i++) {
      connection.call(request, keys, i);
      connection.require(answer);
    }
  }

  @Override
  public void get(Keys keys, int from, int count) throws IOException {
    for (int i = from; i < from + count; i++) {
      getOne(keys, i);
    }
  }

  private void getOne(Keys keys, int index) throws IOException {
    connection.call(protocol.get(), keys, index);
    int line = connection.lineLength();
    if (connection.at(0) != protocol.valueMark()
        || connection.numberBeforeLineEnd(line) != sizeBytes) {
      throw connection.unexpected();
    }
    connection.receiveTo(line + sizeBytes + protocol.afterValueLength());
  }

  /** The value lies in the client's buffer already. */
  @Override
  public void getAndRead(Keys keys, int from, int count) throws IOException {
    get(keys, from, count);
  }

  @Override
  public void contains(Keys keys, int from, int count) throws IOException {
    Request exists = protocol.exists();
    if (exists == null) {
      throw new UnsupportedOperationException("this server has no such question");
    }
    each(exists, present, keys, from, count);
  }

  @Override
  public void delete(Keys keys, int from, int count) throws IOException {
    each(protocol.delete(), deleted, keys, from, count);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
