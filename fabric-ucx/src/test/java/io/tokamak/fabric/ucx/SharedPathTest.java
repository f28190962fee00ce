// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.testkit.fabric.Party;
import io.tokamak.testkit.fabric.Scene;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two connections between two nodes share a path; time stands still in all of it. */
final class SharedPathTest {
  private static final int LENGTH = 8 << 20;

  @ParameterizedTest
  @CsvSource({"SERVED,tcp", "DIRECT,tcp", "DIRECT,'shm,tcp'"})
  void shouldLeaveTheOthersAloneWhenABusyOneIsClosed(UcxOptions.Moves moves, String transports)
      throws IOException {
    UcxOptions options = UcxWorld.options().withTransports(transports).withMoves(moves);
    try (Scene scene = new Scene(new UcxWorld(node -> options))) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      Scene.Link busy = scene.link(near, far);
      Scene.Link other = scene.link(far, near);
      MemoryRegion source = far.filled(LENGTH, Access.READ, 1);
      MemoryRegion target = near.memory(LENGTH, Access.LOCAL);
      long first = near.token();
      assertThat(busy.near().read(target, 0, source.pointer(0, LENGTH), first)).isTrue();
      scene.round();
      busy.near().close("enough");
      scene.until("both ends", () -> near.disconnected().containsKey(busy.near()));
      scene.until("both ends", () -> far.disconnected().containsKey(busy.far()));
      long second = near.token();
      other.far().read(target, 0, source.pointer(0, LENGTH), second);
      other.near().send(Scene.bytes("still here"), MemorySegment.NULL);
      scene.until("a message", () -> near.messages().size() == 1);
      scene.untilCompleted(near, second);

      assertThat(near.status(first)).isIn(OperationStatus.DISCONNECTED, OperationStatus.DONE);
      assertThat(near.status(second)).isEqualTo(OperationStatus.DONE);
      assertThat(target.memory().mismatch(source.memory())).isEqualTo(-1);
      assertThat(other.near().state()).isEqualTo(Endpoint.State.READY);
    }
  }

  /** A life that is over leaves nothing behind for the next one to trip over. */
  @ParameterizedTest
  @CsvSource({"SERVED", "DIRECT"})
  void shouldEndAllConnectionsOfAPathThatIsClosed(UcxOptions.Moves moves) throws IOException {
    UcxOptions options = UcxWorld.options().withTransports("tcp").withMoves(moves);
    try (Scene scene = new Scene(new UcxWorld(node -> options))) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      Scene.Link one = scene.link(near, far);
      Scene.Link two = scene.link(far, near);
      UcxFabric fabric = (UcxFabric) near.fabric();
      fabric.ways().closeAll();
      scene.until("the first", () -> near.disconnected().containsKey(one.near()));
      scene.until("the second", () -> near.disconnected().containsKey(two.far()));
      scene.until("its other end", () -> far.disconnected().containsKey(one.far()));
      scene.until("the other's", () -> far.disconnected().containsKey(two.near()));
      Scene.Link again = scene.link(near, far);

      assertThat(again.near().state()).isEqualTo(Endpoint.State.READY);
      assertThat(fabric.ways().all()).hasSize(1);
    }
  }
}
