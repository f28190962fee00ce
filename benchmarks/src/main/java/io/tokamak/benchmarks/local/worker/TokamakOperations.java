// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local.worker;

import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.message.DeleteOutcome;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Tokamak, through its public client. */
final class TokamakOperations implements Operations {
  private final ObjectStoreClient client;
  private final ObjectHandle handle;
  private MemorySegment source = Source.filled(32);
  private MemorySegment copy = Source.zeroed(32);

  TokamakOperations(Path socket) {
    client = Tokamak.connect(socket);
    handle = client.newHandle();
  }

  @Override
  public boolean wantsTexts() {
    return false;
  }

  @Override
  public void prepare(int sizeBytes) {
    if (sizeBytes != source.byteSize()) {
      source = Source.filled(sizeBytes);
      copy = Source.filled(sizeBytes);
    }
  }

  /** What puts copy from. */
  MemorySegment source() {
    return source;
  }

  @Override
  public void put(Keys keys, int from, int count) {
    for (int i = from; i < from + count; i++) {
      client.put(keys.id(i), source);
    }
  }

  @Override
  public void get(Keys keys, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (!client.tryGet(keys.id(i), handle)) {
        throw missing(keys.id(i));
      }
      handle.release();
    }
  }

  private static IllegalStateException missing(ObjectId id) {
    return new IllegalStateException(
        "object " + id + " is gone: give the store more memory (--memory)");
  }

  @Override
  public void getAndRead(Keys keys, int from, int count) {
    long length = source.byteSize();
    for (int i = from; i < from + count; i++) {
      if (!client.tryGet(keys.id(i), handle)) {
        throw missing(keys.id(i));
      }
      handle.copyTo(0, copy, 0, length);
      handle.release();
    }
  }

  void readOut(Keys keys, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (client.read(keys.id(i), copy) < 0) {
        throw missing(keys.id(i));
      }
    }
  }

  @Override
  public void contains(Keys keys, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (!client.contains(keys.id(i))) {
        throw missing(keys.id(i));
      }
    }
  }

  @Override
  public void delete(Keys keys, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (client.delete(keys.id(i)) != DeleteOutcome.DELETED) {
        throw missing(keys.id(i));
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
