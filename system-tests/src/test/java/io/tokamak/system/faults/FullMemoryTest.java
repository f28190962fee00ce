// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.memory.InsufficientMemoryException;
import io.tokamak.memory.os.MappedFile;
import io.tokamak.system.process.Contents;
import io.tokamak.system.process.Soon;
import io.tokamak.system.process.StoreProcess;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.StoreFullException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A file system for the memory that is too small, or that others fill up. */
class FullMemoryTest {
  private static final long MIB = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Everywhere: the file system that is there, asked for more than it has. */
  @Test
  void shouldRefuseToStartWithMoreThanThereIs() throws IOException {
    Path directory = Files.createTempDirectory("tok");
    long there = Files.getFileStore(directory).getUsableSpace();
    String refusal =
        StoreProcess.refusal(there + (1L << 40), options -> options.in(directory).objects(1000));
    assertThat(refusal).contains(directory.toString()).containsPattern("[0-9]{9,}");
    assertThat(directory).isEmptyDirectory();
    Files.delete(directory);
  }

  /**
   * Somebody else takes the space while the store still reserves its own: what it has it can use,
   * what it has not it refuses; nobody gets a SIGBUS; and it goes on when there is space again.
   */
  @Test
  void shouldLiveWithAFileSystemThatOthersFill() throws IOException {
    if (!canMount()) {
      System.out.println("LEFT OUT: a tmpfs that others fill (needs root to mount one)");
      return;
    }
    long capacity = 1024 * MIB;
    while (!livesWithOthers(capacity)) {
      capacity *= 2;
      assertThat(capacity).as("so much that the others are faster").isLessThan(16_384 * MIB);
    }
  }

  /** False when the store had all it wanted before the others came. */
  private static boolean livesWithOthers(long capacity) throws IOException {
    Path mount = Files.createTempDirectory("tok");
    try (StoreProcess store =
        StoreProcess.start(
            inTmpfs(mount, capacity + 64 * MIB), capacity, o -> o.in(mount).createDeadline(100))) {
      Path seenFromHere = Path.of("/proc/" + store.process().pid() + "/root" + mount);
      Path other = seenFromHere.resolve("other");
      boolean others;
      try (MappedFile filler = MappedFile.create(other)) {
        fill(filler);
        others = store.client().stats().get("reserved-bytes") < capacity;
        if (others) {
          checkRefusal(store.client(), capacity);
        }
      }
      Files.delete(other);
      checkGoesOn(store.client(), capacity);
      return others;
    } finally {
      Files.delete(mount);
    }
  }

  private static List<String> inTmpfs(Path mount, long lengthBytes) {
    String script =
        "mount -t tmpfs -o size=%d none %s && exec \"$@\"".formatted(lengthBytes, mount);
    return List.of("unshare", "-m", "sh", "-c", script, "sh");
  }

  private static boolean canMount() throws IOException {
    try {
      return new ProcessBuilder("unshare", "-m", "true").start().waitFor() == 0;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Takes all there is, in ever smaller pieces. */
  private static void fill(MappedFile filler) {
    long length = 0;
    for (long piece = 64 * MIB; piece >= 4096; ) {
      try {
        filler.truncate(length + piece);
        filler.reserve(length, piece);
        length += piece;
      } catch (InsufficientMemoryException full) {
        piece /= 2;
      }
    }
  }

  private static void checkRefusal(ObjectStoreClient client, long capacity) {
    assertThatThrownBy(() -> client.create(ObjectId.random(), capacity))
        .isInstanceOf(StoreFullException.class)
        .hasMessageContaining("reserved");
    long reserved = client.stats().get("reserved-bytes");
    assertThat(reserved).isLessThan(capacity);
    ObjectId id = ObjectId.random();
    client.put(id, Contents.of(id, 100_000));
    try (ObjectHandle handle = client.get(id)) {
      Contents.verify(handle);
    }
    System.out.printf(
        "%d of %d MiB reserved when others had the rest%n", reserved / MIB, capacity / MIB);
  }

  private static void checkGoesOn(ObjectStoreClient client, long capacity) {
    Soon.await("the rest of the reservation", PATIENCE)
        .until(() -> client.stats().get("reserved-bytes") >= capacity);
    try (ObjectBuilder builder = client.create(ObjectId.random(), capacity)) {
      builder.data().fill((byte) 1);
      builder.seal();
    }
  }
}
