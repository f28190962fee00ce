// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import org.junit.jupiter.api.Test;

/** What a pointer does not name is not touched, if the fabric checks; and if it does, it says. */
public interface PointerContract extends FabricSubject {
  /** Another life of the peer. */
  @Test
  default void shouldFindAPointerOfAnotherEpochStale() throws Exception {
    try (Scene scene = new Scene(world())) {
      MemoryRegion region = scene.party(1).memory(64, Access.WRITE);
      RemotePointer p = region.pointer(0, 8);
      RemotePointer old =
          new RemotePointer(p.epoch() - 1, p.region(), p.generation(), p.offset(), p.length());

      assertRefused(scene, old, OperationStatus.STALE_POINTER);
    }
  }

  /** A region that is gone, also when its number is used again. */
  @Test
  default void shouldFindAPointerOfAClosedRegionStale() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party far = scene.party(1);
      MemoryRegion region = far.memory(64, Access.WRITE);
      RemotePointer stale = region.pointer(0, 8);
      region.close();
      region.close();
      assertRefused(scene, stale, OperationStatus.STALE_POINTER);

      MemoryRegion next = far.memory(64, Access.WRITE);
      RemotePointer fresh = next.pointer(0, 8);
      assertThat(fresh).isNotEqualTo(stale);
      assertRefused(scene, stale, OperationStatus.STALE_POINTER);
      assertThat(next.memory().mismatch(far.memory(64, Access.LOCAL).memory())).isEqualTo(-1);
    }
  }

  /** A number that no region ever had. */
  @Test
  default void shouldFindAPointerToNothingStale() throws Exception {
    try (Scene scene = new Scene(world())) {
      long epoch = scene.party(1).self().epoch();
      for (int number : new int[] {-1, 12_345, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        assertRefused(
            scene, new RemotePointer(epoch, number, 1, 0, 8), OperationStatus.STALE_POINTER);
      }
    }
  }

  /** Beyond the end, with and without overflow. */
  @Test
  default void shouldStayInBounds() throws Exception {
    try (Scene scene = new Scene(world())) {
      RemotePointer p = scene.party(1).memory(64, Access.WRITE).pointer(0, 8);
      for (long offset : new long[] {57, 64, 1L << 40, Long.MAX_VALUE - 8}) {
        assertRefused(
            scene,
            new RemotePointer(p.epoch(), p.region(), p.generation(), offset, 8),
            OperationStatus.OUT_OF_BOUNDS);
      }
    }
  }

  /** A long operation that reaches too far is refused as well. */
  @Test
  default void shouldRefuseALongReadBeyondTheEnd() throws Exception {
    int length = 2 << 20;
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Scene.Link link = scene.link(near, scene.party(1));
      RemotePointer p = scene.party(1).memory(length, Access.WRITE).pointer(0, length);
      RemotePointer tooFar = new RemotePointer(p.epoch(), p.region(), p.generation(), 1, length);
      MemoryRegion local = near.memory(length, Access.LOCAL);
      long read = near.token();
      long write = near.token();
      link.near().read(local, 0, tooFar, read);
      link.near().write(local, 0, tooFar, write);
      scene.until("both ends", () -> near.hasCompleted(read) && near.hasCompleted(write));

      assertThat(near.status(read)).isEqualTo(OperationStatus.OUT_OF_BOUNDS);
      assertThat(near.status(write)).isEqualTo(OperationStatus.OUT_OF_BOUNDS);
    }
  }

  /** What the region does not allow. */
  @Test
  default void shouldDenyWhatARegionDoesNotAllow() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      Endpoint endpoint = scene.link(near, far).near();
      RemotePointer local = far.memory(64, Access.LOCAL).pointer(0, 8);
      RemotePointer readable = far.memory(64, Access.READ).pointer(0, 8);
      MemoryRegion mine = near.memory(64, Access.LOCAL);
      long[] tokens = {near.token(), near.token(), near.token(), near.token(), near.token()};
      endpoint.read(mine, 0, local, tokens[0]);
      endpoint.write(mine, 0, local, tokens[1]);
      endpoint.write(mine, 0, readable, tokens[2]);
      endpoint.fetchAdd(readable, 1, tokens[3]);
      endpoint.compareAndSwap(local, 0, 1, tokens[4]);
      scene.until("all of them", () -> near.completedCount() == tokens.length);

      for (long token : tokens) {
        assertThat(near.status(token)).isEqualTo(OperationStatus.DENIED);
      }
    }
  }

  /** Pointers are made for what is there. */
  @Test
  default void shouldMakePointersWithinTheRegionOnly() throws Exception {
    try (Scene scene = new Scene(world())) {
      MemoryRegion region = scene.party(0).memory(64, Access.READ);

      assertThat(region.pointer(64, 0).length()).isZero();
      assertThatThrownBy(() -> region.pointer(0, 65)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> region.pointer(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  /** All four operations on it end so, and the connection goes on. */
  private static void assertRefused(Scene scene, RemotePointer pointer, OperationStatus expected) {
    Party near = scene.party(0);
    Endpoint endpoint = scene.link(near, scene.party(1)).near();
    MemoryRegion local = near.filled(64, Access.LOCAL, 9);
    long[] tokens = {near.token(), near.token(), near.token(), near.token()};
    assertThat(endpoint.read(local, 0, pointer, tokens[0])).isTrue();
    assertThat(endpoint.write(local, 0, pointer, tokens[1])).isTrue();
    assertThat(endpoint.compareAndSwap(pointer, 0, 1, tokens[2])).isTrue();
    assertThat(endpoint.fetchAdd(pointer, 1, tokens[3])).isTrue();
    for (long token : tokens) {
      assertThat(near.hasCompleted(token)).isFalse();
    }
    for (long token : tokens) {
      scene.untilCompleted(near, token);
      assertThat(near.status(token)).isEqualTo(expected);
    }
    assertThat(endpoint.state()).isEqualTo(Endpoint.State.READY);
  }
}
