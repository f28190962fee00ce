// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.testkit.fabric.Party;
import io.tokamak.testkit.fabric.Scene;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The peer is another process, which may stand still or die at any moment. */
@Timeout(120)
final class TwoProcessesTest {
  private static final int LENGTH = (int) ChildNode.LENGTH;

  private ShmWorld world;
  private Scene scene;
  private Party near;
  private Path socket;

  @BeforeEach
  void begin() throws IOException {
    world = new ShmWorld();
    scene = new Scene(world);
    near = scene.party(0);
    socket = world.directory().resolve("child.sock");
  }

  @AfterEach
  void end() throws IOException {
    Files.deleteIfExists(socket);
    Files.deleteIfExists(socket.resolveSibling("child.sock.table"));
    scene.close();
  }

  private Endpoint connect(ChildProcess child) {
    Endpoint endpoint = near.fabric().connect(child.self(), child.address(), scene.inSeconds(10));
    scene.until("a connection", () -> near.connected().contains(endpoint));
    return endpoint;
  }

  private OperationStatus end(long token) {
    scene.untilCompleted(near, token);
    return near.status(token);
  }

  private static MemorySegment expected() {
    MemorySegment expected = Arena.ofAuto().allocate(LENGTH);
    Party.fill(expected, ChildNode.SALT);
    return expected;
  }

  @Test
  void shouldReadWriteAndAddInAnotherProcess() throws Exception {
    try (ChildProcess child = new ChildProcess(socket, 1)) {
      Endpoint endpoint = connect(child);
      MemoryRegion local = near.memory(LENGTH, Access.LOCAL);
      endpoint.read(local, 0, child.pointer(), 1);
      assertThat(end(1)).isEqualTo(OperationStatus.DONE);
      assertThat(local.memory().mismatch(expected())).isEqualTo(-1);
      MemoryRegion other = near.filled(LENGTH, Access.LOCAL, 9);
      endpoint.write(other, 0, child.pointer(), 2);
      endpoint.fence();
      endpoint.fetchAdd(child.pointer(), 1, 3);
      endpoint.fence();
      endpoint.read(local, 0, child.pointer(), 4);
      endpoint.send(Scene.bytes("answer me"), MemorySegment.NULL);
      assertThat(end(4)).isEqualTo(OperationStatus.DONE);

      long first = other.memory().get(ValueLayout.JAVA_LONG, 0);
      assertThat(near.completion(3).value()).isEqualTo(first);
      other.memory().set(ValueLayout.JAVA_LONG, 0, first + 1);
      assertThat(local.memory().mismatch(other.memory())).isEqualTo(-1);
      scene.until("an answer", () -> near.messages().size() == 1);
    }
  }

  /** A peer that stands still cannot hold up who reads its memory. */
  @Test
  void shouldReadThePeerThatStandsStill() throws Exception {
    try (ChildProcess child = new ChildProcess(socket, 1)) {
      Endpoint endpoint = connect(child);
      child.stop();
      MemoryRegion local = near.memory(LENGTH, Access.LOCAL);
      endpoint.read(local, 0, child.pointer(), 1);
      endpoint.fetchAdd(child.pointer(), 1, 2);
      endpoint.flush(3);

      assertThat(List.of(end(1), end(2), end(3))).containsOnly(OperationStatus.DONE);
      endpoint.send(Scene.bytes("nobody hears"), MemorySegment.NULL);
      endpoint.flush(4);
      scene.untilInTime("the end", () -> near.disconnected().containsKey(endpoint));
      assertThat(end(4)).isEqualTo(OperationStatus.DISCONNECTED);
      assertThat(near.disconnected().get(endpoint)).contains("nothing heard");
      child.goOn();
      connect(child);
    }
  }

  /** Killed at any moment: what was asked for ends, what was read is right, and nobody crashes. */
  @Test
  void shouldOutliveAPeerThatIsKilled() throws Exception {
    MemorySegment expected = expected();
    for (int epoch = 1; epoch <= 3; epoch++) {
      ChildProcess child = new ChildProcess(socket, epoch);
      Endpoint endpoint = connect(child);
      MemoryRegion local = near.memory(LENGTH, Access.LOCAL);
      List<Long> tokens = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        tokens.add(near.token());
        endpoint.read(local, 0, child.pointer(), tokens.getLast());
      }
      for (int i = 0; i < 40 * epoch; i++) {
        scene.round();
      }
      child.kill();
      scene.until("the end", () -> near.disconnected().containsKey(endpoint));

      assertThat(near.disconnected().get(endpoint)).isNotBlank();
      assertThat(tokens)
          .allMatch(token ->
              near.status(token) == OperationStatus.DONE
                  || near.status(token) == OperationStatus.DISCONNECTED);
      if (near.status(tokens.getFirst()) == OperationStatus.DONE) {
        assertThat(local.memory().mismatch(expected)).isEqualTo(-1);
      }
    }
  }

  /** The next life of a node is another peer, with other memory, at the same place. */
  @Test
  void shouldFindPointersOfAnEarlierLifeStale() throws Exception {
    ChildProcess first = new ChildProcess(socket, 1);
    Endpoint before = connect(first);
    first.kill();
    scene.until("the end", () -> near.disconnected().containsKey(before));
    try (ChildProcess second = new ChildProcess(socket, 2)) {
      Endpoint old = near.fabric().connect(first.self(), second.address(), scene.inSeconds(3));
      scene.until("a refusal", () -> near.disconnected().containsKey(old));
      assertThat(near.disconnected().get(old)).contains("refused: asked for node 384@1");
      Endpoint endpoint = connect(second);
      MemoryRegion local = near.memory(64, Access.LOCAL);
      endpoint.read(local, 0, first.pointer().slice(0, 8), 1);
      endpoint.read(local, 0, second.pointer().slice(0, 8), 2);

      assertThat(end(1)).isEqualTo(OperationStatus.STALE_POINTER);
      assertThat(end(2)).isEqualTo(OperationStatus.DONE);
    }
  }

  /** A peer that is killed while it writes cannot keep the region from being closed. */
  @Test
  void shouldCloseRegionsThatAKilledPeerWroteInto() throws Exception {
    for (int i = 1; i <= 3; i++) {
      MemoryRegion region = near.memory(1 << 20, Access.WRITE);
      String target = ChildNode.encode(region.pointer(0, 1 << 20));
      ValueLayout.OfByte byteAt = ValueLayout.JAVA_BYTE;
      try (ChildProcess child =
          new ChildProcess(socket, i, near.fabric().address().location(), target)) {
        int times = i;
        scene.until("a connection", () -> near.connected().size() == times);
        scene.until("a write", () -> region.memory().get(byteAt, (1 << 20) - 1) != 0);
        child.kill();
        region.close();
      }
      int ends = i;
      scene.until("the end", () -> near.disconnected().size() == ends);
    }
  }
}
