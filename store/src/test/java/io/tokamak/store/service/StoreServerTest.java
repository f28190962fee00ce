// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tokamak.memory.InsufficientMemoryException;
import io.tokamak.memory.SystemCallException;
import io.tokamak.memory.os.UnixListener;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.message.ContainsRequest;
import io.tokamak.wire.message.CreateRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a store starts and stops, and what it does about one that is there already or has died. */
class StoreServerTest {
  private static final String PERMISSIONS = "rw-------";

  @TempDir Path temporary;
  private Path sockets;
  private Path segments;

  @BeforeEach
  void prepare() throws IOException {
    sockets = temporary.resolve("sockets");
    Path memory = Path.of("/dev/shm");
    segments =
        Files.isWritable(memory) ? Files.createTempDirectory(memory, "tokamak-test-") : temporary;
  }

  @AfterEach
  void removeSegments() throws IOException {
    for (Path file : files(segments)) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(segments);
  }

  private StoreConfig config() {
    return StoreConfig.of(sockets.resolve("a.sock"), Stores.CAPACITY)
        .withPlace(new SegmentPlace.Directory(segments));
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Test
  void shouldKeepSocketAndSegmentForItsUser() throws IOException {
    try (StoreServer server = StoreServer.start(config())) {
      Path segment = server.segmentPath().orElseThrow();
      assertThat(permissions(sockets)).isEqualTo("rwx------");
      assertThat(permissions(server.socket())).isEqualTo(PERMISSIONS);
      assertThat(permissions(segment)).isEqualTo(PERMISSIONS);
      assertThat(segment.getFileName().toString())
          .matches("[0-9a-f]{16}-" + ProcessHandle.current().pid() + "\\.segment");
    }
  }

  @Test
  void shouldOpenTheSocketToOthersWhenAsked() throws IOException {
    try (StoreServer server = StoreServer.start(config().withOtherUsers(true))) {
      assertThat(permissions(sockets)).isEqualTo("rwx--x--x");
      assertThat(permissions(server.socket())).isEqualTo("rw-rw-rw-");
      assertThat(permissions(server.segmentPath().orElseThrow())).isEqualTo(PERMISSIONS);
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  @Timeout(30)
  void shouldLeaveNothingBehindWhenItStops() throws Exception {
    StoreServer server = StoreServer.start(config());
    List<TestClient> clients = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      clients.add(TestClient.open(server.socket()));
    }
    server.stop();
    assertThat(server.isRunning()).isFalse();
    assertThat(server.join(Duration.ZERO)).isTrue();
    assertThat(clients).allMatch(TestClient::isHungUp);
    clients.forEach(TestClient::close);
    assertThat(files(sockets)).isEmpty();
    assertThat(files(segments)).isEmpty();
    server.stop();
  }

  @Test
  void shouldStopWhileItReserves() throws IOException {
    StoreServer server =
        StoreServer.start(
            StoreConfig.of(sockets.resolve("a.sock"), 1L << 30)
                .withPlace(new SegmentPlace.Directory(segments)));
    server.stop();
    assertThat(server.isRunning()).isFalse();
    assertThat(files(segments)).isEmpty();
  }

  @Test
  void shouldRefuseASecondStartAndNameTheFirst() {
    try (StoreServer first = StoreServer.start(config())) {
      long pid = ProcessHandle.current().pid();
      assertThatThrownBy(() -> StoreServer.start(config()))
          .isInstanceOf(StoreStartException.class)
          .hasMessageContaining(Long.toString(pid))
          .hasMessageContaining(first.socket().toString())
          .asInstanceOf(InstanceOfAssertFactories.type(StoreStartException.class))
          .extracting(refusal -> refusal.ownerPid().orElseThrow())
          .isEqualTo(pid);
      try (TestClient client = TestClient.open(first.socket())) {
        client.call(Stores.put(ObjectId.random()));
      }
    }
    try (StoreServer again = StoreServer.start(config())) {
      assertThat(again.isRunning()).isTrue();
    }
  }

  @Test
  void shouldRunBesideAnotherOnItsOwnSocket() {
    StoreConfig other =
        StoreConfig.of(sockets.resolve("b.sock"), Stores.CAPACITY)
            .withPlace(new SegmentPlace.Directory(segments));
    try (StoreServer a = StoreServer.start(config());
        StoreServer b = StoreServer.start(other);
        TestClient clientOfA = TestClient.open(a.socket());
        TestClient clientOfB = TestClient.open(b.socket())) {
      assertThat(clientOfA.welcome().storeEpoch()).isNotEqualTo(clientOfB.welcome().storeEpoch());
      assertThat(a.segmentPath()).isNotEqualTo(b.segmentPath());
    }
  }

  @Test
  void shouldTakeOverWhatAKilledNodeLeft() throws Exception {
    Path socket = sockets.resolve("a.sock");
    Path left;
    try (NodeProcess node = NodeProcess.start(socket, segments, Stores.CAPACITY);
        TestClient client = TestClient.open(socket)) {
      assertThatThrownBy(() -> StoreServer.start(config()))
          .isInstanceOf(StoreStartException.class)
          .hasMessageContaining(Long.toString(node.pid()));
      left = segment(segments);
      node.close();
      assertThat(client.isHungUp()).isTrue();
    }
    assertThat(socket).exists();
    assertThat(left).exists();
    try (StoreServer server = StoreServer.start(config());
        TestClient client = TestClient.open(server.socket())) {
      client.call(Stores.put(ObjectId.random()));
      assertThat(left).doesNotExist();
      assertThat(segment(segments)).isEqualTo(server.segmentPath().orElseThrow());
    }
  }

  @Test
  void shouldRemoveTheSegmentOfADeadNodeOfAnotherSocket() throws Exception {
    Path left;
    try (NodeProcess node =
        NodeProcess.start(sockets.resolve("dead.sock"), segments, Stores.CAPACITY)) {
      left = segment(segments);
      try (StoreServer server = StoreServer.start(config())) {
        assertThat(server.isRunning()).isTrue();
        assertThat(left).as("segment of live node " + node.pid()).exists();
      }
    }
    try (StoreServer server = StoreServer.start(config())) {
      assertThat(server.isRunning()).isTrue();
      assertThat(left).doesNotExist();
    }
  }

  private static Path segment(Path directory) throws IOException {
    return files(directory).stream()
        .filter(file -> file.toString().endsWith(".segment"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldRefuseAPathThatIsNoSocket() throws IOException {
    Files.createDirectories(sockets);
    Path file = Files.writeString(sockets.resolve("a.sock"), "precious");
    assertThatThrownBy(() -> StoreServer.start(config()))
        .isInstanceOf(StoreStartException.class)
        .hasMessageContaining("not a socket");
    assertThat(file).hasContent("precious");
    assertThat(files(segments)).isEmpty();
  }

  @Test
  void shouldRefuseASocketThatSomethingElseListensOn() throws IOException {
    Files.createDirectories(sockets);
    try (UnixListener stranger =
        UnixListener.listen(
            sockets.resolve("a.sock"), PosixFilePermissions.fromString(PERMISSIONS), 1)) {
      assertThatThrownBy(() -> StoreServer.start(config()))
          .isInstanceOf(StoreStartException.class)
          .hasMessageContaining(stranger.path().toString());
      assertThat(stranger.path()).exists();
    }
  }

  @Test
  void shouldRefuseMoreMemoryThanThereIs() throws IOException {
    StoreConfig tooLarge =
        StoreConfig.of(sockets.resolve("a.sock"), 1L << 45)
            .withObjectCount(1000)
            .withPlace(new SegmentPlace.Directory(segments));
    assertThatThrownBy(() -> StoreServer.start(tooLarge))
        .isInstanceOf(InsufficientMemoryException.class)
        .hasMessageContainingAll(
            Long.toString(1L << 45).substring(0, 5), "--memory", "--dir", "--memfd");
    assertThat(files(segments)).isEmpty();
    assertThat(files(sockets)).isEmpty();
  }

  @Test
  void shouldRefuseADirectoryThatIsNotThere() {
    StoreConfig nowhere =
        config().withPlace(new SegmentPlace.Directory(temporary.resolve("nowhere")));
    assertThatThrownBy(() -> StoreServer.start(nowhere))
        .isInstanceOf(StoreStartException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void shouldReserveInTheBackground() {
    long capacity = 3 * Reservation.STEP_BYTES + 4096;
    StoreConfig config = config();
    try (StoreServer server =
            StoreServer.start(StoreConfig.of(config.socket(), capacity).withPlace(config.place()));
        TestClient client = TestClient.open(server.socket())) {
      await().until(() -> server.status().reservedBytes() == capacity);
      await().until(() -> Stores.counter(client, "reserved-bytes") == capacity);
      client.call(new CreateRequest(ObjectId.random(), capacity - 4096, 0, 0));
    }
  }

  @Test
  void shouldLetTheFirstCreateWaitForItsMemory() {
    StoreConfig config = config();
    long capacity = 256L << 20;
    try (StoreServer server =
            StoreServer.start(StoreConfig.of(config.socket(), capacity).withPlace(config.place()));
        TestClient client = TestClient.open(server.socket())) {
      client.call(new CreateRequest(ObjectId.random(), capacity - 4096, 0, 20_000));
    }
  }

  @Test
  void shouldUseTheUsersDirectoryInSharedMemoryByDefault() throws IOException {
    try (StoreServer server =
        StoreServer.start(config().withPlace(new SegmentPlace.SharedMemory()))) {
      Path segment = server.segmentPath().orElseThrow();
      assertThat(segment.toString()).startsWith("/dev/shm/tokamak-");
      assertThat(permissions(segment.getParent())).isEqualTo("rwx------");
    }
  }

  @Test
  void shouldServeOutOfAnonymousMemory() {
    try (StoreServer server = StoreServer.start(config().withPlace(new SegmentPlace.Anonymous()));
        TestClient client = TestClient.open(server.socket())) {
      ObjectId id = ObjectId.random();
      client.call(Stores.put(id));
      assertThat(client.call(new ContainsRequest(List.of(id))).present()).containsExactly(true);
      assertThat(server.segmentPath()).isEmpty();
      assertThatThrownBy(() -> client.segment().truncate(0))
          .isInstanceOf(SystemCallException.class);
    }
  }

  @Test
  void shouldLockItsMemoryOrRefuseToStart() throws IOException {
    StoreConfig locked = config().withLockedMemory(true);
    try (StoreServer server = StoreServer.start(locked)) {
      await().until(() -> server.status().reservedBytes() == Stores.CAPACITY);
      assertThat(lockedKib()).isGreaterThanOrEqualTo(Stores.CAPACITY / 1024);
    } catch (InsufficientMemoryException refused) {
      assertThat(refused).hasMessageContaining("ulimit -l");
    }
  }

  private static long lockedKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmLck:"))
        .mapToLong(line -> Long.parseLong(line.split("\\s+")[1]))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldGoOnServingWithoutFreeDescriptors() throws Exception {
    Path socket = sockets.resolve("a.sock");
    List<TestClient> clients = new ArrayList<>();
    try (NodeProcess node =
        NodeProcess.start(
            List.of("sh", "-c", "ulimit -n 150 && exec \"$@\"", "sh"),
            socket,
            segments,
            Stores.CAPACITY)) {
      for (int i = 0; i < 250; i++) {
        clients.add(TestClient.connect(socket));
      }
      TestClient first = clients.getFirst();
      first.hello(false);
      await().until(() -> Stores.counter(first, "accept-failures") > 0);
      while (clients.size() > 2) {
        clients.remove(1).close();
      }
      clients.getLast().hello(false);
      assertThat(node.isAlive()).isTrue();
    } finally {
      clients.forEach(TestClient::close);
    }
  }
}
