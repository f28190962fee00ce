// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.StoreFullException;
import io.tokamak.wire.message.CreateRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A memory file system that shrinks under a store, as it does when somebody else fills it. Needs
 * root, to mount one; says loudly when it cannot run.
 */
class FullMemoryTest {
  private static final long CAPACITY = 4L << 30;
  private static final long ENOUGH = CAPACITY + (200L << 20);
  private static final long MARGIN = 512L << 20;

  @TempDir Path temporary;
  private Path mount;

  @BeforeEach
  void mount() throws Exception {
    mount = Files.createDirectory(temporary.resolve("memory"));
    if (run("mount", "-t", "tmpfs", "-o", "size=" + ENOUGH, "tokamak-test", mount.toString())
        != 0) {
      String left = "FullMemoryTest LEFT OUT: it needs to mount a tmpfs (root, CAP_SYS_ADMIN)";
      System.out.println(left);
      abort(left);
    }
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", mount.toString());
  }

  private static int run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException noSuchCommand) {
      return -1;
    }
  }

  private int resize(long lengthBytes) throws InterruptedException {
    return run("mount", "-o", "remount,size=" + lengthBytes, mount.toString());
  }

  /** The kernel refuses a size below what is in use, and the store goes on reserving meanwhile. */
  private void shrinkBelowTheCapacity(StoreServer server) throws InterruptedException {
    long size;
    do {
      size = server.status().reservedBytes() + MARGIN;
      assertThat(size).as("reserved before the file system could shrink").isLessThan(CAPACITY);
    } while (resize(size) != 0);
  }

  @Test
  void shouldServeWithWhatIsReservedAndGoOnWhenThereIsMemoryAgain() throws Exception {
    StoreConfig config =
        StoreConfig.of(temporary.resolve("a.sock"), CAPACITY)
            .withPlace(new SegmentPlace.Directory(mount));
    try (StoreServer server = StoreServer.start(config)) {
      shrinkBelowTheCapacity(server);
      try (TestClient client = TestClient.open(server.socket())) {
        await().until(() -> server.status().fault().isPresent());
        assertThat(server.status().reservedBytes()).isBetween(1L, CAPACITY - 1);
        client.call(new CreateRequest(ObjectId.random(), 1000, 0, 0));
        CreateRequest large = new CreateRequest(ObjectId.random(), CAPACITY - (1 << 20), 0, 0);
        assertThatThrownBy(() -> client.call(large))
            .isInstanceOf(StoreFullException.class)
            .hasMessageContaining("reserve");
        assertThat(resize(ENOUGH)).isZero();
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> server.status().reservedBytes() == CAPACITY);
        client.call(large);
        assertThat(server.status().fault()).isEmpty();
      }
    }
  }
}
