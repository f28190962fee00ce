// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.system.process.Contents;
import io.tokamak.system.process.Soon;
import io.tokamak.wire.ObjectId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A client whom nothing must disturb, whatever happens to others: a thread that gets its objects,
 * verifies every byte of them and releases them, again and again, until {@link #close}, which fails
 * if anything ever went wrong.
 */
final class Bystander implements AutoCloseable {
  private static final int OBJECTS = 50;
  private static final int LENGTH = 5000;
  private static final long PAUSE_NS = 1_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ObjectStoreClient client;
  private final List<ObjectId> ids =
      IntStream.range(0, OBJECTS).mapToObj(i -> ObjectId.named("bystander " + i)).toList();
  private final AtomicLong reads = new AtomicLong();
  private final Thread thread = Thread.ofPlatform().name("bystander").unstarted(this::run);
  private volatile boolean stopping;
  private volatile @Nullable Throwable failure;

  /** A bystander whose objects nobody can evict. */
  Bystander(Path socket) {
    client = Tokamak.builder().socket(socket).name("bystander").connect();
    ids.forEach(id -> client.put(id, Contents.of(id, LENGTH)));
    client.pin(ids);
    thread.start();
  }

  boolean owns(ObjectId id) {
    return ids.contains(id);
  }

  /** How often it read an object so far. */
  long reads() {
    return reads.get();
  }

  /** Waits until it has read all its objects once more. */
  void awaitProgress() {
    long before = reads.get();
    Soon.await("progress of the bystander", PATIENCE)
        .until(() -> failure != null || reads.get() > before + OBJECTS);
    assertThat(failure).as("what disturbed the bystander").isNull();
  }

  private void run() {
    try {
      while (!stopping) {
        ids.forEach(this::read);
        LockSupport.parkNanos(PAUSE_NS); // leaves the processors to those who are to be tested
      }
    } catch (Throwable disturbed) {
      failure = disturbed;
    }
  }

  private void read(ObjectId id) {
    try (ObjectHandle handle = client.get(id)) {
      assertThat(handle.length()).isEqualTo(LENGTH);
      Contents.verify(handle);
    }
    reads.incrementAndGet();
  }

  /** Stops it and gives its objects up. */
  @Override
  public void close() throws InterruptedException {
    stopping = true;
    thread.join();
    assertThat(failure).as("what disturbed the bystander after %s reads", reads).isNull();
    client.delete(ids);
    client.close();
  }
}
