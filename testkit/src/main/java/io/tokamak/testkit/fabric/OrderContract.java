// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.testkit.seed.Seeds;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** What fence and flush promise. */
public interface OrderContract extends FabricSubject {
  /** More small messages than any fabric keeps. */
  int MANY_MESSAGES = 1 << 20;

  /** A message behind a fence comes after a long write that was issued before it. */
  @Test
  default void shouldAnnounceAWriteByAMessageBehindAFence() throws Exception {
    int length = 3_000_000;
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      Scene.Link link = scene.link(near, far);
      MemoryRegion source = near.filled(length, Access.LOCAL, 1);
      MemoryRegion target = far.memory(length, Access.WRITE);
      long[] difference = {0};
      far.onEvent(() -> difference[0] = target.memory().mismatch(source.memory()));
      link.near().write(source, 0, target.pointer(0, length), near.token());
      link.near().fence();
      assertThat(link.near().send(Scene.bytes("written"), MemorySegment.NULL)).isTrue();
      assertThat(link.near().send(Scene.bytes("more"), MemorySegment.NULL)).isTrue();
      scene.until("the messages", () -> far.messages().size() == 2);

      assertThat(difference[0]).isEqualTo(-1);
      assertThat(far.messages().getFirst()).asString().isEqualTo("written");
    }
  }

  /** What waits behind a fence is bounded, however small. */
  @Test
  default void shouldSayWhenTooMuchWaitsBehindAFence() throws Exception {
    int length = 8 << 20;
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      Scene.Link link = scene.link(near, far);
      MemoryRegion target = near.memory(length, Access.LOCAL);
      MemoryRegion source = far.memory(length, Access.WRITE);
      link.near().write(target, 0, source.pointer(0, length), near.token());
      link.near().fence();
      int taken = 0;
      while (taken < MANY_MESSAGES && link.near().send(MemorySegment.NULL, MemorySegment.NULL)) {
        taken++;
      }

      assertThat(taken).isPositive().isLessThan(MANY_MESSAGES);
    }
  }

  /** Short after long, long after short: the later one stays. */
  @Test
  default void shouldKeepTheOrderOfFencedWrites() throws Exception {
    int length = 600_000;
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Scene.Link link = scene.link(near, scene.party(1));
      MemoryRegion first = near.filled(length, Access.LOCAL, 1);
      MemoryRegion second = near.filled(length, Access.LOCAL, 2);
      MemoryRegion target = scene.party(1).memory(length, Access.WRITE);
      for (int[] lengths : new int[][] {{length, 100}, {100, length}, {length, length}}) {
        long before = near.completedCount();
        link.near().write(first, 0, target.pointer(0, lengths[0]), near.token());
        link.near().fence();
        link.near().fence();
        link.near().write(second, 0, target.pointer(0, lengths[1]), near.token());
        link.near().flush(near.token());
        scene.until("all three", () -> near.completedCount() == before + 3);

        MemorySegment expected = second.memory().asSlice(0, lengths[1]);
        assertThat(target.memory().asSlice(0, lengths[1]).mismatch(expected)).isEqualTo(-1);
      }
    }
  }

  /** A read before a fence does not see a write behind it; one behind it does. */
  @Test
  default void shouldKeepReadsOnTheirSideOfAFence() throws Exception {
    int length = 600_000;
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Scene.Link link = scene.link(near, scene.party(1));
      MemoryRegion fresh = near.filled(length, Access.LOCAL, 1);
      MemoryRegion target = scene.party(1).memory(length, Access.WRITE);
      for (int part : new int[] {50, length}) {
        target.memory().fill((byte) 0);
        MemoryRegion before = near.filled(part, Access.LOCAL, 5);
        MemoryRegion after = near.memory(part, Access.LOCAL);
        long write = near.token();
        long last = near.token();
        link.near().read(before, 0, target.pointer(0, part), near.token());
        link.near().fence();
        link.near().write(fresh, 0, target.pointer(0, part), write);
        link.near().fence();
        link.near().read(after, 0, target.pointer(0, part), last);
        scene.untilCompleted(near, last);

        scene.untilCompleted(near, write); // in any order, so perhaps not yet
        assertThat(before.memory().toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
        assertThat(after.memory().mismatch(fresh.memory().asSlice(0, part))).isEqualTo(-1);
      }
    }
  }

  /** A word that changes before the bytes do: what is read behind the bytes is as new as they. */
  @Test
  default void shouldReadAWordBehindTheBytes() throws Exception {
    int most = 3_000_000;
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      Endpoint endpoint = scene.link(near, far).near();
      MemoryRegion word = far.memory(Long.BYTES, Access.READ);
      MemoryRegion source = far.memory(most, Access.READ);
      MemoryRegion found = near.memory(2 * Long.BYTES, Access.LOCAL);
      MemoryRegion target = near.memory(most, Access.LOCAL);
      try (Rewriter rewriter = new Rewriter(word.memory(), source.memory())) {
        for (int i = 0; i < 60; i++) {
          int length = new int[] {1000, 1_000_000, most}[i % 3];
          rewriter.allow(60);
          long bytes = near.token();
          long behind = near.token();
          long last = near.token();
          endpoint.read(target, 0, source.pointer(0, length), bytes);
          endpoint.readBehind(found, 0, word.pointer(0, Long.BYTES), behind);
          endpoint.readBehind(found, Long.BYTES, word.pointer(0, Long.BYTES), last);
          scene.until("all", () -> near.hasCompleted(bytes) && near.hasCompleted(last));
          scene.untilCompleted(near, behind); // in any order, so perhaps not yet

          for (long at : new long[] {0, Long.BYTES}) {
            byte then = (byte) found.memory().get(ValueLayout.JAVA_LONG, at);
            assertThat(newest(target.memory().asSlice(0, length), then)).isNotPositive();
          }
        }
      }
    }
  }

  /** Several at once, behind fences and with nothing to be behind. */
  @Test
  default void shouldReadBehindWhateverThereIs() throws Exception {
    int length = 300_000;
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Endpoint endpoint = scene.link(near, scene.party(1)).near();
      MemoryRegion source = scene.party(1).filled(length, Access.READ, 3);
      MemoryRegion target = near.memory(length, Access.LOCAL);
      MemoryRegion behind = near.memory(32, Access.LOCAL);
      endpoint.readBehind(behind, 0, source.pointer(8, 8), near.token());
      endpoint.read(target, 0, source.pointer(0, length), near.token());
      endpoint.readBehind(behind, 8, source.pointer(16, 8), near.token());
      endpoint.readBehind(behind, 16, source.pointer(24, 8), near.token());
      endpoint.fence();
      endpoint.read(target, 0, source.pointer(0, length), near.token());
      endpoint.readBehind(behind, 24, source.pointer(32, 8), near.token());
      endpoint.flush(near.token());
      scene.until("all", () -> near.completedCount() == 7);

      assertThat(behind.memory().mismatch(source.memory().asSlice(8, 32))).isEqualTo(-1);
      assertThat(target.memory().mismatch(source.memory())).isEqualTo(-1);
    }
  }

  /** A flush ends after all that was issued before it, messages included. */
  @Test
  default void shouldFlushWhatWasIssuedBefore() throws Exception {
    int length = 2_000_000;
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      Scene.Link link = scene.link(near, far);
      MemoryRegion source = near.filled(length, Access.LOCAL, 1);
      MemoryRegion target = far.memory(length, Access.WRITE);
      link.near().write(source, 0, target.pointer(0, length), near.token());
      link.near().fetchAdd(target.pointer(0, 8), 0, near.token());
      link.near().send(Scene.bytes("message"), MemorySegment.NULL);
      long flush = near.token();
      assertThat(link.near().flush(flush)).isTrue();
      scene.untilCompleted(near, flush);

      assertThat(near.status(flush)).isEqualTo(OperationStatus.DONE);
      assertThat(target.memory().mismatch(source.memory())).isEqualTo(-1);
      assertThat(far.messages()).hasSize(1);
    }
  }

  /** Random operations, fenced where they touch the same bytes, against plain memory. */
  @Test
  default void shouldDoWhatPlainMemoryWouldDo() {
    Seeds.run(
        "shouldDoWhatPlainMemoryWouldDo",
        random -> {
          try (Scene scene = new Scene(world())) {
            Party near = scene.party(0);
            Endpoint endpoint = scene.link(near, scene.party(1)).near();
            new RandomHistory(scene, near, scene.party(1), endpoint, random).run(400);
          }
        });
  }

  /** The same from two peers at once, each in memory of its own at the third. */
  @Test
  default void shouldKeepTwoHistoriesApart() {
    Seeds.run(
        "shouldKeepTwoHistoriesApart",
        random -> {
          try (Scene scene = new Scene(world())) {
            Party target = scene.party(2);
            Endpoint one = scene.link(scene.party(0), target).near();
            Endpoint two = scene.link(scene.party(1), target).near();
            RandomHistory first = new RandomHistory(scene, scene.party(0), target, one, random);
            RandomHistory second = new RandomHistory(scene, scene.party(1), target, two, random);
            for (int i = 0; i < 10; i++) {
              first.begin(20);
              second.begin(20);
              first.finish();
              second.finish();
            }
          }
        });
  }

  /** How much newer than that the newest byte is; what is rewritten is numbered modulo 256. */
  private static int newest(MemorySegment bytes, byte then) {
    int newest = Byte.MIN_VALUE;
    for (byte one : bytes.toArray(ValueLayout.JAVA_BYTE)) {
      newest = Math.max(newest, (byte) (one - then));
    }
    return newest;
  }
}
