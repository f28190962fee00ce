// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads and writes move exactly the bytes that were asked for. */
public interface MemoryContract extends FabricSubject {
  /** Lengths around all borders that a fabric may have, and one of many MiB. */
  List<Integer> LENGTHS =
      List.of(
          0,
          1,
          2,
          3,
          7,
          8,
          9,
          63,
          64,
          65,
          4095,
          4096,
          4097,
          16_383,
          16_384,
          16_385,
          65_535,
          65_537,
          262_143,
          262_144,
          262_145,
          1_000_003,
          12 << 20 | 5);

  /** A read brings the bytes, and touches none beside them. */
  @Test
  default void shouldReadAnyLength() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Scene.Link link = scene.link(near, scene.party(1));
      long size = LENGTHS.getLast() + 64L;
      MemoryRegion source = scene.party(1).filled(size, Access.READ, 1);
      MemoryRegion target = near.memory(size, Access.LOCAL);
      for (int length : LENGTHS) {
        target.memory().fill((byte) 0x5a);
        long token = near.token();
        assertThat(link.near().read(target, 13, source.pointer(5, length), token)).isTrue();
        assertThat(near.hasCompleted(token)).isFalse();
        scene.untilCompleted(near, token);

        assertThat(near.completion(token))
            .isEqualTo(new Party.Completion(link.near(), OperationStatus.DONE, 0));
        assertMoved(source.memory().asSlice(5, length), target.memory(), 13, length);
      }
    }
  }

  /** A write places the bytes, and touches none beside them. */
  @Test
  default void shouldWriteAnyLength() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Scene.Link link = scene.link(near, scene.party(1));
      long size = LENGTHS.getLast() + 64L;
      MemoryRegion source = near.filled(size, Access.LOCAL, 2);
      MemoryRegion target = scene.party(1).memory(size, Access.WRITE);
      for (int length : LENGTHS) {
        target.memory().fill((byte) 0x5a);
        long token = near.token();
        assertThat(link.near().write(source, 3, target.pointer(17, length), token)).isTrue();
        scene.untilCompleted(near, token);
        flush(scene, near, link.near());

        assertThat(near.status(token)).isEqualTo(OperationStatus.DONE);
        assertMoved(source.memory().asSlice(3, length), target.memory(), 17, length);
      }
    }
  }

  private static void assertMoved(
      MemorySegment expected, MemorySegment found, long offset, long length) {
    assertThat(found.asSlice(offset, length).mismatch(expected)).isEqualTo(-1);
    for (int i = 1; i <= 3; i++) {
      assertThat(found.get(java.lang.foreign.ValueLayout.JAVA_BYTE, offset - i))
          .isEqualTo((byte) 0x5a);
      assertThat(found.get(java.lang.foreign.ValueLayout.JAVA_BYTE, offset + length - 1 + i))
          .isEqualTo((byte) 0x5a);
    }
  }

  private static void flush(Scene scene, Party party, Endpoint endpoint) {
    long token = party.token();
    assertThat(endpoint.flush(token)).isTrue();
    scene.untilCompleted(party, token);
    assertThat(party.status(token)).isEqualTo(OperationStatus.DONE);
  }

  /** Long transfers in all directions at once, among three nodes. */
  @Test
  default void shouldMoveMuchBothWaysAtOnce() throws Exception {
    int length = 6_000_001;
    try (Scene scene = new Scene(world())) {
      Party one = scene.party(0);
      Party two = scene.party(1);
      Scene.Link link = scene.link(one, two);
      MemoryRegion here = one.filled(length, Access.READ, 1);
      MemoryRegion there = two.filled(length, Access.READ, 2);
      MemoryRegion readHere = one.memory(length, Access.WRITE);
      MemoryRegion readThere = two.memory(length, Access.WRITE);
      MemoryRegion writtenHere = one.memory(length, Access.WRITE);
      MemoryRegion writtenThere = two.memory(length, Access.WRITE);
      link.near().read(readHere, 0, there.pointer(0, length), one.token());
      link.near().write(here, 0, writtenThere.pointer(0, length), one.token());
      link.far().read(readThere, 0, here.pointer(0, length), two.token());
      link.far().write(there, 0, writtenHere.pointer(0, length), two.token());
      scene.until("all four", () -> one.completedCount() == 2 && two.completedCount() == 2);
      flush(scene, one, link.near());
      flush(scene, two, link.far());

      for (MemoryRegion copy : List.of(readThere, writtenThere)) {
        assertThat(copy.memory().mismatch(here.memory())).isEqualTo(-1);
      }
      for (MemoryRegion copy : List.of(readHere, writtenHere)) {
        assertThat(copy.memory().mismatch(there.memory())).isEqualTo(-1);
      }
    }
  }

  /** Too many operations: false, and nothing of what was taken is lost. */
  @Test
  default void shouldBoundWhatIsUnderWay() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Scene.Link link = scene.link(near, scene.party(1));
      MemoryRegion source = scene.party(1).filled(64 << 10, Access.READ, 1);
      MemoryRegion target = near.memory(64 << 10, Access.LOCAL);
      scene.freeze(scene.party(1));
      List<Long> taken = new ArrayList<>();
      while (true) {
        long token = near.token();
        if (!link.near().read(target, taken.size() % 1000, source.pointer(0, 100), token)) {
          break;
        }
        taken.add(token);
        assertThat(taken).as("operations taken without a bound").hasSizeLessThan(1_000_000);
      }
      assertThat(taken).isNotEmpty();
      scene.thaw(scene.party(1));
      scene.until("all that was taken", () -> near.completedCount() == taken.size());

      assertThat(taken).allMatch(token -> near.status(token) == OperationStatus.DONE);
      assertThat(link.near().read(target, 0, source.pointer(0, 100), near.token())).isTrue();
    }
  }

  /** Messages do not wait until a long read is over. */
  @Test
  default void shouldLetMessagesPassALongRead() throws Exception {
    int length = 48 << 20;
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      Scene.Link link = scene.link(near, far);
      MemoryRegion source = far.memory(length, Access.READ);
      MemoryRegion target = near.memory(length, Access.LOCAL);
      long token = near.token();
      link.near().read(target, 0, source.pointer(0, length), token);
      link.near().send(Scene.bytes("there"), MemorySegment.NULL);
      link.far().send(Scene.bytes("back"), MemorySegment.NULL);
      scene.until(
          "both messages",
          () -> {
            assertThat(near.hasCompleted(token)).as("the read came first").isFalse();
            return far.messages().size() == 1 && near.messages().size() == 1;
          });

      scene.untilCompleted(near, token);
    }
  }

  /** Wrong calls are told at once, and nothing is under way then. */
  @Test
  default void shouldRefuseLocalMemoryThatIsTooShort() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Scene.Link link = scene.link(near, scene.party(1));
      MemoryRegion far = scene.party(1).memory(100, Access.WRITE);
      MemoryRegion local = near.memory(50, Access.LOCAL);

      assertThatThrownBy(() -> link.near().read(local, 0, far.pointer(0, 51), near.token()))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> link.near().write(local, 1, far.pointer(0, 50), near.token()))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> link.near().read(local, -1, far.pointer(0, 1), near.token()))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(
              () -> near.fabric().register(MemorySegment.ofArray(new byte[8]), Access.READ))
          .isInstanceOf(IllegalArgumentException.class);
      flush(scene, near, link.near());
      assertThat(near.completedCount()).isEqualTo(1);
    }
  }
}
