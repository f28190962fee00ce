// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verbs, with all faults off, on every kind of fabric. */
class SimulatedFabricTest {
  private static final int SEEDS = 200;

  private static Stream<FabricCapabilities> fabrics() {
    return Stream.of(
        Semantics.weakest(),
        Semantics.weakestChecked(),
        Semantics.tcp(),
        Semantics.orderedWrites(),
        Semantics.shm());
  }

  private static void onPairs(FabricCapabilities fabric, Consumer<PairOfNodes> test) {
    Simulation.of("pair of nodes")
        .seeds(SEEDS)
        .fabric(fabric)
        .run(world -> test.accept(new PairOfNodes(world)));
  }

  @ParameterizedTest
  @MethodSource("fabrics")
  void shouldConnectBothEnds(FabricCapabilities fabric) {
    onPairs(
        fabric,
        pair -> {
          assertThat(pair.toB.outgoing()).isTrue();
          assertThat(pair.toA.outgoing()).isFalse();
          assertThat(pair.toB.peer()).isEqualTo(pair.b.node.ref());
          assertThat(pair.toA.peer()).isEqualTo(pair.a.node.ref());
          assertThat(pair.toB.state()).isEqualTo(Endpoint.State.READY);
        });
  }

  @ParameterizedTest
  @MethodSource("fabrics")
  void shouldDeliverMessagesInOrderInBothDirections(FabricCapabilities fabric) {
    onPairs(
        fabric,
        pair -> {
          List<String> texts = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            texts.add("message " + i);
            assertThat(Peer.send(pair.toB, texts.getLast())).isTrue();
            assertThat(Peer.send(pair.toA, texts.getLast())).isTrue();
          }
          pair.until(() -> pair.a.messages.size() + pair.b.messages.size() == 20);
          assertThat(pair.a.messages).isEqualTo(texts);
          assertThat(pair.b.messages).isEqualTo(texts);
        });
  }

  @ParameterizedTest
  @MethodSource("fabrics")
  void shouldWriteFlushAndRead(FabricCapabilities fabric) {
    onPairs(
        fabric,
        pair -> {
          MemoryRegion target = pair.b.register(256, Access.WRITE);
          MemoryRegion local = pair.a.register(512, Access.LOCAL);
          local.memory().asSlice(0, 200).fill((byte) 7);
          pair.toB.write(local, 0, target.pointer(13, 200), 1);
          pair.toB.flush(2);
          assertThat(pair.status(2)).isEqualTo(OperationStatus.DONE);
          assertThat(Peer.isAll(target.memory().asSlice(13, 200), (byte) 7)).isTrue();
          assertThat(target.memory().get(java.lang.foreign.ValueLayout.JAVA_BYTE, 213)).isZero();

          pair.toB.read(local, 256, target.pointer(13, 200), 3);
          assertThat(pair.status(3)).isEqualTo(OperationStatus.DONE);
          assertThat(pair.status(1)).isEqualTo(OperationStatus.DONE);
          assertThat(Peer.isAll(local.memory().asSlice(256, 200), (byte) 7)).isTrue();
        });
  }

  @ParameterizedTest
  @MethodSource("fabrics")
  void shouldDoAtomics(FabricCapabilities fabric) {
    onPairs(
        fabric,
        pair -> {
          MemoryRegion target = pair.b.register(64, Access.WRITE);
          RemotePointer word = target.pointer(8, 8);
          for (int i = 1; i <= 5; i++) {
            pair.toB.fetchAdd(word, 2, i);
          }
          pair.until(() -> pair.a.completions.size() == 5);
          assertThat(pair.a.completions.values())
              .extracting(Peer.Completion::value)
              .containsExactlyInAnyOrder(0L, 2L, 4L, 6L, 8L);
          pair.toB.compareAndSwap(word, 9, 1, 6);
          assertThat(pair.end(6)).isEqualTo(new Peer.Completion(OperationStatus.DONE, 10));
          pair.toB.compareAndSwap(word, 10, 1, 7);
          assertThat(pair.end(7)).isEqualTo(new Peer.Completion(OperationStatus.DONE, 10));
          assertThat(target.memory().get(Peer.WORD, 8)).isEqualTo(1);
        });
  }

  @ParameterizedTest
  @MethodSource("fabrics")
  void shouldRefuseAPointerOfAnotherLife(FabricCapabilities fabric) {
    onPairs(
        fabric,
        pair -> {
          MemoryRegion local = pair.a.register(8, Access.LOCAL);
          RemotePointer now = pair.b.register(8, Access.WRITE).pointer(0, 8);
          RemotePointer before =
              new RemotePointer(now.epoch() - 1, now.region(), now.generation(), 0, 8);
          pair.toB.read(local, 0, before, 1);
          assertThat(pair.status(1)).isEqualTo(OperationStatus.STALE_POINTER);
        });
  }

  @Test
  void shouldCheckPointersWhereKeysAreChecked() {
    onPairs(
        Semantics.weakestChecked(),
        pair -> {
          MemoryRegion local = pair.a.register(64, Access.LOCAL);
          MemoryRegion readable = pair.b.register(64, Access.READ);
          MemoryRegion hidden = pair.b.register(64, Access.LOCAL);
          RemotePointer good = readable.pointer(0, 64);
          RemotePointer beyond =
              new RemotePointer(good.epoch(), good.region(), good.generation(), 60, 64);
          pair.toB.read(local, 0, hidden.pointer(0, 64), 1);
          pair.toB.write(local, 0, good, 2);
          pair.toB.read(local, 0, beyond, 3);
          pair.toB.fetchAdd(good.slice(0, 8), 1, 4);
          assertThat(pair.status(1)).isEqualTo(OperationStatus.DENIED);
          assertThat(pair.status(2)).isEqualTo(OperationStatus.DENIED);
          assertThat(pair.status(3)).isEqualTo(OperationStatus.OUT_OF_BOUNDS);
          assertThat(pair.status(4)).isEqualTo(OperationStatus.DENIED);
          readable.close();
          pair.toB.read(local, 0, good, 5);
          assertThat(pair.status(5)).isEqualTo(OperationStatus.STALE_POINTER);
          assertThat(Peer.isAll(readable.memory(), (byte) 0)).isTrue();
        });
  }

  @Test
  void shouldRefuseAWordThatIsNotAligned() {
    onPairs(
        Semantics.shm(),
        pair -> {
          RemotePointer word = pair.b.register(64, Access.WRITE).pointer(4, 8);
          pair.toB.fetchAdd(word, 1, 1);
          assertThat(pair.status(1)).isEqualTo(OperationStatus.MISALIGNED);
        });
  }

  @Test
  void shouldRefuseNothingWhereKeysAreNotChecked() {
    onPairs(
        Semantics.weakest(),
        pair -> {
          MemoryRegion local = pair.a.register(16, Access.LOCAL);
          MemoryRegion hidden = pair.b.register(16, Access.LOCAL);
          local.memory().fill((byte) 1);
          pair.toB.write(local, 0, hidden.pointer(0, 16), 1);
          pair.toB.flush(2);
          assertThat(pair.status(2)).isEqualTo(OperationStatus.DONE);
          assertThat(pair.status(1)).isEqualTo(OperationStatus.DONE);
          assertThat(Peer.isAll(hidden.memory(), (byte) 1)).isTrue();
        });
  }

  @Test
  void shouldRefuseTooMuchUntilSomethingCompletes() {
    World world = World.of(1, Semantics.weakest());
    PairOfNodes pair = new PairOfNodes(world);
    RemotePointer word = pair.b.register(8, Access.WRITE).pointer(0, 8);
    long issued = 0;
    while (pair.toB.fetchAdd(word, 1, issued + 1)) {
      issued++;
    }
    assertThat(issued).isPositive();
    pair.until(() -> !pair.a.completions.isEmpty());
    assertThat(pair.toB.fetchAdd(word, 1, issued + 1)).isTrue();
    while (Peer.send(pair.toB, "more")) {
      assertThat(pair.toB.state()).isEqualTo(Endpoint.State.READY);
    }
    pair.until(() -> Peer.send(pair.toB, "again"));
  }

  @Test
  void shouldReachItsOwnMemoryThroughALoopback() {
    World world = World.of(1, Semantics.weakest());
    Peer self = new Peer(world.node("self"));
    Endpoint loop = self.connect(self.node);
    RemotePointer word = self.register(8, Access.WRITE).pointer(0, 8);
    while (self.endpoints.size() < 2) {
      self.fabric.await(1_000_000);
      self.poll();
    }
    assertThat(loop.fetchAdd(word, 5, 1)).isTrue();
    while (!self.isDone(1)) {
      self.fabric.await(1_000_000);
      self.poll();
    }
    assertThat(self.completions.get(1L)).isEqualTo(new Peer.Completion(OperationStatus.DONE, 0));
  }

  @Test
  void shouldRefuseSomebodyElseAndNobody() {
    World world = World.of(1, Semantics.weakest());
    PairOfNodes pair = new PairOfNodes(world);
    NodeRef stranger = new NodeRef(99, 1);
    Endpoint refused = pair.a.fabric.connect(stranger, pair.b.node.address(), Long.MAX_VALUE);
    pair.until(() -> refused.state() == Endpoint.State.CLOSED);
    assertThat(pair.a.news.getLast()).contains("asked for 63@1, found 2@");
    assertThat(pair.b.endpoints).hasSize(1);
    world.network().part(List.of(pair.a.node), false);
    Endpoint late = pair.a.connect(pair.b.node);
    pair.until(() -> late.state() == Endpoint.State.CLOSED);
    assertThat(pair.a.news.getLast()).contains("in time");
  }

  @Test
  void shouldTellBothEndsOfAClose() {
    onPairs(
        Semantics.weakest(),
        pair -> {
          RemotePointer word = pair.b.register(8, Access.WRITE).pointer(0, 8);
          pair.toB.fetchAdd(word, 1, 1);
          pair.toB.close("enough");
          pair.toB.close("enough");
          assertThat(pair.toB.fetchAdd(word, 1, 2)).isFalse();
          pair.until(() -> pair.a.endpoints.isEmpty() && pair.b.endpoints.isEmpty());
          assertThat(pair.a.news)
              .containsExactly("connected", "completed 1 DISCONNECTED", "disconnected: enough");
          assertThat(pair.b.news.getLast()).contains("enough");
        });
  }

  @Test
  void shouldRefuseMisuse() {
    World world = World.of(1, Semantics.weakest());
    PairOfNodes pair = new PairOfNodes(world);
    MemoryRegion local = pair.a.register(16, Access.LOCAL);
    RemotePointer remote = pair.b.register(16, Access.WRITE).pointer(0, 16);
    MemorySegment endless = MemorySegment.ofArray(new byte[1 << 20]);
    assertThatThrownBy(() -> pair.toB.send(endless, Peer.NOTHING))
        .hasMessageContaining("a message of 1048576 bytes");
    assertThatThrownBy(() -> pair.toB.read(local, 8, remote, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(pair.toB.read(local, 0, remote, 2)).isTrue();
    assertThatThrownBy(local::close).hasMessageContaining("1 of its own operations");
    pair.end(2);
    local.close();
    assertThatThrownBy(() -> pair.toB.read(local, 0, remote, 3)).hasMessageContaining("closed");
  }

  @Test
  void shouldWaitForTheReceiptOfMessagesInAFlushOnly() {
    Set<Boolean> placedBeforeReceipt = new HashSet<>();
    onPairs(
        Semantics.shm(),
        pair -> {
          MemoryRegion target = pair.b.register(8, Access.WRITE);
          Peer.send(pair.toB, "first");
          pair.toB.flush(1);
          pair.toB.fence();
          pair.toB.fetchAdd(target.pointer(0, 8), 1, 2);
          pair.world.runFor(Duration.ofMillis(1)); // b does not poll
          pair.a.poll();
          assertThat(pair.a.isDone(1)).isFalse();
          placedBeforeReceipt.add(target.memory().get(Peer.WORD, 0) == 1);
          assertThat(pair.status(1)).isEqualTo(OperationStatus.DONE);
          assertThat(pair.b.messages).containsExactly("first");
        });
    assertThat(placedBeforeReceipt).containsExactly(true);
  }
}
