// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.node.Node;
import io.tokamak.node.NodeConfig;
import io.tokamak.node.cluster.ClusterConfig;
import io.tokamak.node.cluster.DirectoryChoice;
import io.tokamak.system.cli.Cli.Result;
import io.tokamak.wire.ObjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about other nodes, between two of them. */
final class ClusterCommandsTest {
  private static final String TEXT = "bytes of the left node";

  @TempDir private static Path home;
  private static Node leftNode;
  private static Node rightNode;
  private static Cli left;
  private static Cli right;

  @TempDir private Path directory;

  @BeforeAll
  static void startNodes() {
    leftNode = start(ClusterConfig.DEFAULT.withName("left"));
    String address = leftNode.address("tcp").orElseThrow();
    rightNode =
        start(
            ClusterConfig.DEFAULT
                .withName("right")
                .withDirectory(new DirectoryChoice.Joined(address)));
    left = new Cli(leftNode.socket());
    right = new Cli(rightNode.socket());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> right.ok("nodes").contains("left") && left.ok("nodes").contains("right"));
  }

  private static Node start(ClusterConfig config) {
    Path socket = home.resolve(config.name() + ".sock");
    return Node.start(NodeConfig.of(socket, 16 << 20).withCluster(config));
  }

  @AfterAll
  static void stopNodes() {
    rightNode.close();
    leftNode.close();
  }

  private String put(Cli at, String name) throws IOException {
    Path file = Files.writeString(directory.resolve(name), TEXT);
    return at.ok("put", "--name", name, file.toString()).substring(0, 40);
  }

  /** What the right node has. */
  private String get(String... arguments) throws IOException {
    Path copy = directory.resolve("copy");
    right.ok(
        Stream.concat(Stream.of(arguments), Stream.of("-o", copy.toString()))
            .toArray(String[]::new));
    return Files.readString(copy);
  }

  @Test
  void shouldListTheNodes() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(right.ok("nodes"))
                .containsPattern("(?m)^[0-9a-f]{8}  left   shm ")
                .containsPattern("(?m)^[0-9a-f]{8}  right  \\(this node\\)  +16.0 MiB")
                .containsPattern("(?m)^directory: embedded, .*[^e]$"));
    assertThat(right.json("nodes", "--json"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsKeys("self", "directory", "nodes", "counters");
  }

  @Test
  void shouldFetchAndTellHow() throws IOException {
    String id = put(left, "fetched");

    assertThat(right.ok("fetch", "name:fetched"))
        .matches(id + "  from left over shm by \\w+, 22 B in [0-9.]+ us: .+\n");
    assertThat(right.ok("fetch", id)).isEqualTo(id + "  present\n");
    assertThat(get("get", id)).isEqualTo(TEXT);
    assertThat(right.ok("transfers")).contains(id, "from left", "done", "shm");
    assertThat(right.json("transfers", "-n", "1", "--json"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(1);
  }

  @Test
  void shouldFetchAsTold() throws IOException {
    String id = put(left, "told");

    assertThat(right.ok("fetch", "--protocol", "socket", "--from", "left", id))
        .contains("from left over shm by socket, ");
    Result unknown = right.run("fetch", "--protocol", "pigeon", id);
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err()).contains("pigeon", "rendezvous");
    Result elsewhere = right.run("fetch", "--from", "nobody", id);
    assertThat(elsewhere.exitCode()).isEqualTo(3);
    assertThat(elsewhere.err()).contains("nobody", "tokamak nodes");
  }

  @Test
  void shouldSayWhatDidNotCome() {
    String id = ObjectId.named("nowhere").toHex();

    Result result = right.run("fetch", "--timeout", "300ms", id);

    assertThat(result.exitCode()).isIn(3, 6);
    assertThat(result.out()).startsWith(id + "  failed: ");
    assertThat(right.run("get", "--fetch", "-t", "300ms", id).exitCode()).isIn(3, 6);
    assertThat(right.run("locate", id)).isEqualTo(new Result(3, id + "  nowhere\n", ""));
  }

  @Test
  void shouldGetWhatHasToBeFetched() throws IOException {
    String id = put(left, "got");

    assertThat(get("get", "--fetch", id)).isEqualTo(TEXT);
    assertThat(get("get", id)).isEqualTo(TEXT);
  }

  @Test
  void shouldPushLocateAndDeleteEverywhere() throws IOException {
    String id = put(left, "pushed");

    assertThat(left.ok("push", id, "right")).startsWith(id + "  from left over shm by ");
    assertThat(get("get", id)).isEqualTo(TEXT);
    await()
        .untilAsserted(() ->
            assertThat(left.ok("locate", id)).contains("  at left, 22 B", "  at right, 22 B"));
    assertThat(right.ok("rm", "--everywhere", id)).startsWith("2 copies deleted");
    assertThat(left.run("get", id).exitCode()).isEqualTo(3);
    assertThat(right.run("rm", "--everywhere", id).exitCode()).isEqualTo(3);
  }

  @Test
  void shouldBroadcast() throws IOException {
    String id = put(left, "broadcast");

    assertThat(left.ok("broadcast", id, "left", "right"))
        .startsWith("left  " + id + "  present\nright  " + id + "  over shm by ");
    assertThat(get("get", id)).isEqualTo(TEXT);
    assertThat(left.run("broadcast", id, "nowhere").exitCode()).isEqualTo(3);
    assertThat(left.run("broadcast", id, "right", "right").exitCode()).isNotZero();
    assertThat(left.run("broadcast", ObjectId.named("absent").toHex(), "right").exitCode())
        .isEqualTo(3);
  }

  @Test
  void shouldWatchAnotherNode() throws Exception {
    CompletableFuture<String> watched =
        CompletableFuture.supplyAsync(() -> right.ok("watch", "--node", "left", "-n", "2"));
    int[] number = {0};
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          put(left, "watched-" + number[0]++);
          return watched.isDone();
        });

    assertThat(watched.get(30, TimeUnit.SECONDS)).matches("(sealed   [0-9a-f]{40}  22 B\n){2}");
  }

  @Test
  void shouldTellWhatProtocolsCost() {
    assertThat(right.ok("calibrate", "--show")).contains("SIZE", "eager", "CHOSEN");
    assertThat(right.json("calibrate", "--show", "--json"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .isNotEmpty()
        .allSatisfy(row ->
            assertThat(row)
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsKeys("fabric", "bytes", "costs_us", "chosen", "measured"));
  }

  @Test
  void shouldMeasureWhatProtocolsCost() {
    assertThat(right.ok("calibrate", "left", "--timeout", "2m")).contains("shm, us, measured");
  }

  @Test
  void shouldWaitForWhatIsNotSealedYet() throws Exception {
    CompletableFuture<String> fetched =
        CompletableFuture.supplyAsync(() -> right.ok("fetch", "--timeout", "1m", "name:later"));
    try (ObjectStoreClient client = Tokamak.connect(leftNode.socket())) {
      client.put(ObjectId.named("later"), new byte[10]);
    }

    assertThat(fetched.get(60, TimeUnit.SECONDS)).contains("  from left over shm by ");
  }
}
