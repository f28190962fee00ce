// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Atomics, of one peer and of several. */
public interface AtomicContract extends FabricSubject {
  /** The word changes if it is the expected one; what was there comes back either way. */
  @Test
  default void shouldCompareAndSwap() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Endpoint endpoint = scene.link(near, scene.party(1)).near();
      MemoryRegion words = scene.party(1).memory(64, Access.WRITE);
      words.memory().set(ValueLayout.JAVA_LONG, 8, 40);
      RemotePointer word = words.pointer(8, 8);

      assertThat(swap(scene, endpoint, word, 40, Long.MIN_VALUE)).isEqualTo(40);
      assertThat(swap(scene, endpoint, word, 40, 7)).isEqualTo(Long.MIN_VALUE);
      assertThat(swap(scene, endpoint, word, Long.MIN_VALUE, -1)).isEqualTo(Long.MIN_VALUE);
      assertThat(add(scene, endpoint, word, 5)).isEqualTo(-1);
      assertThat(add(scene, endpoint, word, 0)).isEqualTo(4);
    }
  }

  private static long swap(
      Scene scene, Endpoint endpoint, RemotePointer word, long expected, long value) {
    long token = scene.party(0).token();
    assertThat(endpoint.compareAndSwap(word, expected, value, token)).isTrue();
    return found(scene, token);
  }

  private static long add(Scene scene, Endpoint endpoint, RemotePointer word, long delta) {
    long token = scene.party(0).token();
    assertThat(endpoint.fetchAdd(word, delta, token)).isTrue();
    return found(scene, token);
  }

  private static long found(Scene scene, long token) {
    scene.untilCompleted(scene.party(0), token);
    assertThat(scene.party(0).status(token)).isEqualTo(OperationStatus.DONE);
    return scene.party(0).completion(token).value();
  }

  /** A word that is not at a multiple of 8, or not whole. */
  @Test
  default void shouldRefuseWordsThatAreMisaligned() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Endpoint endpoint = scene.link(near, scene.party(1)).near();
      MemoryRegion words = scene.party(1).memory(64, Access.WRITE);
      for (int offset = 1; offset < 8; offset++) {
        long token = near.token();
        endpoint.fetchAdd(words.pointer(offset, 8), 1, token);
        scene.untilCompleted(near, token);
        assertThat(near.status(token)).isEqualTo(OperationStatus.MISALIGNED);
      }
      long token = near.token();
      endpoint.fetchAdd(words.pointer(0, 7), 1, token);
      scene.untilCompleted(near, token);

      assertThat(near.status(token)).isEqualTo(OperationStatus.OUT_OF_BOUNDS);
      assertThat(words.memory().get(ValueLayout.JAVA_LONG, 0)).isZero();
    }
  }

  /** Two peers add to one word: each sees another value, and the sum is right. */
  @Test
  default void shouldAddForTwoPeersAtOnce() throws Exception {
    int each = 500;
    try (Scene scene = new Scene(world())) {
      Party owner = scene.party(0);
      MemoryRegion words = owner.memory(64, Access.WRITE);
      RemotePointer word = words.pointer(0, 8);
      Endpoint[] endpoints = peers(scene, owner);
      int[] begun = new int[2];
      scene.until(
          "all additions",
          () -> {
            for (int i = 0; i < 2; i++) {

              while (begun[i] < each && endpoints[i].fetchAdd(word, 1, begun[i] + 1)) {
                begun[i]++;
              }
            }
            return scene.party(1).completedCount() + scene.party(2).completedCount() == 2 * each;
          });

      Set<Long> seen = new HashSet<>();
      for (int i = 0; i < 2; i++) {
        for (int token = 1; token <= each; token++) {
          seen.add(scene.party(1 + i).completion(token).value());
        }
      }
      assertThat(seen).hasSize(2 * each).allMatch(value -> value >= 0 && value < 2L * each);
      assertThat(words.memory().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(2L * each);
    }
  }

  private static Endpoint[] peers(Scene scene, Party owner) {
    return new Endpoint[] {
      scene.link(scene.party(1), owner).near(), scene.link(scene.party(2), owner).near()
    };
  }

  /** Two peers take and free one lock by compare-and-swap: never both have it. */
  @Test
  default void shouldHandALockToOnePeerAtATime() throws Exception {
    int rounds = 200;
    try (Scene scene = new Scene(world())) {
      Party owner = scene.party(0);
      MemoryRegion words = owner.memory(64, Access.WRITE);
      Endpoint[] endpoints = peers(scene, owner);
      LockUser one = new LockUser(scene.party(1), endpoints[0], words.pointer(0, 8), 1);
      LockUser two = new LockUser(scene.party(2), endpoints[1], words.pointer(0, 8), 2);
      scene.until(
          "both had the lock often enough",
          () -> {
            one.work();
            two.work();
            assertThat(one.hasLock() && two.hasLock()).as("both have the lock").isFalse();
            return one.rounds() + two.rounds() >= rounds;
          });
    }
  }
}
