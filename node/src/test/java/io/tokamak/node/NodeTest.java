// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.node.NodeConfig.Limits;
import io.tokamak.node.NodeConfig.MemoryPlace;
import io.tokamak.node.NodeStartException.Reason;
import io.tokamak.wire.ObjectId;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeTest {
  private static final long MEMORY_BYTES = 8 << 20;

  @TempDir private Path directory;

  private NodeConfig config() {
    return NodeConfig.of(directory.resolve("store.sock"), MEMORY_BYTES)
        .withPlace(new MemoryPlace.Anonymous());
  }

  @Test
  void shouldTellHowItIs() {
    try (Node node = Node.start(config().withObjects(1000));
        ObjectStoreClient client = Tokamak.connect(node.socket())) {
      client.put(ObjectId.random(), new byte[1000], new byte[24]);

      NodeStatus status = NodeStatus.read(client, node.socket());

      assertThat(status.process()).hasValue(ProcessHandle.current().pid());
      assertThat(status.startedAt()).isPresent();
      assertThat(status.objects()).isEqualTo(1);
      assertThat(status.mostObjects()).isEqualTo(1000);
      assertThat(status.clients()).isZero();
      assertThat(status.memory().capacityBytes()).isEqualTo(MEMORY_BYTES);
      assertThat(status.memory().objectBytes()).isEqualTo(1024);
      assertThat(status.memory().largestFreeBytes()).isPositive();
      assertThat(status.privateBytes()).isPresent();
    }
  }

  @Test
  void shouldTakeItsMemoryWhereItIsTold() {
    try (Node node = Node.start(config().withPlace(new MemoryPlace.Directory(directory)))) {
      assertThat(node.segmentPath())
          .hasValueSatisfying(path -> assertThat(path).exists().startsWith(directory));
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void shouldNameTheNodeThatRunsAlready() {
    try (Node node = Node.start(config())) {
      assertThatExceptionOfType(NodeStartException.class)
          .isThrownBy(() -> Node.start(config()))
          .satisfies(refusal -> {
            assertThat(refusal.reason()).isEqualTo(Reason.RUNS_ALREADY);
            assertThat(refusal.ownerPid()).hasValue(ProcessHandle.current().pid());
            assertThat(refusal).hasMessageContaining(node.socket().toString());
          });
    }
  }

  @Test
  void shouldRefuseWhatCannotBe() {
    assertRefused(config().withLimits(new Limits(101, 0)), Reason.INVALID);
    assertRefused(config().withObjects(0), Reason.INVALID);
    assertRefused(NodeConfig.of(directory.resolve("s"), 0), Reason.INVALID);
    assertRefused(NodeConfig.of(directory.resolve("s"), 1L << 50), Reason.INVALID);
    assertRefused(NodeConfig.of(directory.resolve("s"), 1L << 46), Reason.MEMORY);
    assertRefused(
        config().withPlace(new MemoryPlace.Directory(directory.resolve("absent"))), Reason.MACHINE);
    assertThat(directory).isEmptyDirectory();
  }

  private static void assertRefused(NodeConfig config, Reason reason) {
    assertThatExceptionOfType(NodeStartException.class)
        .isThrownBy(() -> Node.start(config).close())
        .extracting(NodeStartException::reason)
        .isEqualTo(reason);
  }

  @Test
  void shouldStopAndStartAgain() throws InterruptedException {
    Node node = Node.start(config());
    assertThat(node.isRunning()).isTrue();
    assertThat(NodeProcess.at(node.socket())).isPresent();

    assertThat(node.stop()).isTrue();
    assertThat(node.join(Duration.ZERO)).isTrue();
    assertThat(NodeProcess.at(node.socket())).isEmpty();

    Node.start(config()).close();
  }

  @Test
  void shouldSayWhatEveryCounterCounts() {
    CounterMeanings meanings = new CounterMeanings();
    try (Node node = Node.start(config());
        ObjectStoreClient client = Tokamak.connect(node.socket())) {
      assertThat(client.stats().keySet())
          .isNotEmpty()
          .noneMatch(label -> meanings.of(label).isEmpty());
    }
    assertThat(meanings.of("something new")).isEmpty();
  }
}
