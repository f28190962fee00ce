// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.message.PutObject;
import io.tokamak.wire.message.PutRequest;
import io.tokamak.wire.message.StatsRequest;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Small stores for tests, and small things to do with them. */
final class Stores {
  static final long CAPACITY = 16 << 20;

  private Stores() {}

  /** A small store without files but its socket. */
  static StoreConfig config(Path directory) {
    return StoreConfig.of(directory.resolve("store.sock"), CAPACITY)
        .withPlace(new SegmentPlace.Anonymous())
        .withSlotCount(64);
  }

  static StoreServer start(Path directory) {
    return StoreServer.start(config(directory));
  }

  static PutRequest put(ObjectId... ids) {
    return new PutRequest(Arrays.stream(ids).map(id -> object(id, new byte[] {1, 2, 3})).toList());
  }

  static PutRequest put(List<ObjectId> ids) {
    return put(ids.toArray(ObjectId[]::new));
  }

  static PutObject object(ObjectId id, byte[] data) {
    return new PutObject(id, MemorySegment.ofArray(data), MemorySegment.ofArray(new byte[0]));
  }

  /** What a counter stands at, as the store tells its clients. */
  static long counter(TestClient client, String label) {
    return client.call(new StatsRequest()).counters().stream()
        .filter(counter -> counter.name().equals(label))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no counter " + label))
        .value();
  }
}
