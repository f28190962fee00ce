// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.jmh;

import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.store.service.StoreConfig;
import io.tokamak.store.service.StoreServer;
import io.tokamak.wire.ObjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A store in this process with a client and objects of 1 KiB, whose ids come round and round. */
@State(Scope.Benchmark)
public class StoreState {
  static final int SIZE_BYTES = 1024;
  private static final long CAPACITY_BYTES = 256L << 20;

  /** How many objects. */
  @Param({"8", "20000"})
  public int objects;

  private Path directory;
  private StoreServer server;
  private ObjectId[] ids;
  private int next;
  ObjectStoreClient client;

  /** Starts it. */
  @Setup(Level.Trial)
  public void start() throws IOException {
    directory = Files.createTempDirectory("tokamak-jmh");
    server = StoreServer.start(StoreConfig.of(directory.resolve("store.sock"), CAPACITY_BYTES));
    client = Tokamak.connect(server.socket());
    ids = Stream.generate(ObjectId::random).limit(objects).toArray(ObjectId[]::new);
    byte[] value = new byte[SIZE_BYTES];
    for (ObjectId id : ids) {
      client.put(id, value);
    }
  }

  /** The next id. */
  ObjectId nextId() {
    ObjectId id = ids[next];
    next = next + 1 == ids.length ? 0 : next + 1;
    return id;
  }

  /** Stops it. */
  @TearDown(Level.Trial)
  public void stop() throws IOException {
    client.close();
    server.stop();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
