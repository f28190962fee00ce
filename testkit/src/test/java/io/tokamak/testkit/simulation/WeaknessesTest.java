// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What no fabric promises does happen with some seed, and what it promises with none. */
class WeaknessesTest {
  private static final int SEEDS = 1000;
  private static final int LINE = 64;
  private static final FabricCapabilities WHOLE_LINES =
      new FabricCapabilities(false, true, true, false, false, false, true, 8192, 1 << 20);

  private static void each(FabricCapabilities fabric, Scenario scenario) {
    assertThat(Simulation.of("weaknesses").seeds(SEEDS).fabric(fabric).firstFailure(scenario))
        .isEmpty();
  }

  /** Whether reads of memory that its owner fills with one byte after the other are ever torn. */
  private static boolean tears(FabricCapabilities fabric, int offset, int length) {
    boolean[] torn = {false};
    each(
        fabric,
        world -> {
          PairOfNodes pair = new PairOfNodes(world);
          MemoryRegion source = pair.b.register(4 * LINE, Access.READ);
          MemoryRegion local = pair.a.register(length, Access.LOCAL);
          pair.toB.read(local, 0, source.pointer(offset, length), 1);
          byte fill = 0;
          while (!pair.a.isDone(1)) {
            source.memory().fill(fill++);
            world.runFor(Duration.ofNanos(300));
            pair.a.poll();
            pair.b.poll();
          }
          MemorySegment read = local.memory();
          torn[0] |= !Peer.isAll(read, read.get(ValueLayout.JAVA_BYTE, 0));
        });
    return torn[0];
  }

  @Test
  void shouldTearEvenAWordUnlessItIsTheWholeOperation() {
    assertThat(tears(Semantics.weakest(), 8, 8)).isFalse();
    assertThat(tears(Semantics.weakest(), 4, 8)).isTrue();
    assertThat(tears(Semantics.weakest(), 8, 2)).isTrue();
    assertThat(tears(Semantics.weakest(), 0, LINE)).isTrue();
    assertThat(tears(Semantics.shm(), 0, LINE)).isTrue();
  }

  @Test
  void shouldKeepLinesWholeWhereThatIsPromised() {
    assertThat(tears(WHOLE_LINES, LINE, LINE)).isFalse();
    assertThat(tears(WHOLE_LINES, LINE / 2, LINE)).isTrue();
    assertThat(tears(WHOLE_LINES, 0, 3 * LINE)).isTrue();
  }

  /** Which of two writes into words of their own were seen by the target's processor. */
  private static Set<String> seenOfTwoWrites(FabricCapabilities fabric, boolean fenced) {
    Set<String> seen = new HashSet<>();
    each(
        fabric,
        world -> {
          PairOfNodes pair = new PairOfNodes(world);
          MemoryRegion target = pair.b.register(16, Access.WRITE);
          MemoryRegion local = pair.a.register(8, Access.LOCAL);
          local.memory().fill((byte) 1);
          pair.toB.write(local, 0, target.pointer(0, 8), 1);
          if (fenced) {
            pair.toB.fence();
          }
          pair.toB.write(local, 0, target.pointer(8, 8), 2);
          while (pair.a.completions.size() < 2) {
            world.runFor(Duration.ofNanos(300));
            pair.a.poll();
            pair.b.poll();
            seen.add(look(target.memory(), 0) + look(target.memory(), 8));
          }
        });
    return seen;
  }

  private static String look(MemorySegment memory, long offset) {
    return memory.get(Peer.WORD, offset) == 0 ? "-" : "x";
  }

  @Test
  void shouldPlaceWritesInAnyOrderUnlessFenced() {
    assertThat(seenOfTwoWrites(Semantics.weakest(), false)).contains("--", "x-", "-x", "xx");
    assertThat(seenOfTwoWrites(Semantics.weakest(), true)).containsOnly("--", "x-", "xx");
    assertThat(seenOfTwoWrites(Semantics.orderedWrites(), false)).containsOnly("--", "x-", "xx");
  }

  /** Whether a message may come before a write that was issued before it. */
  private static boolean overtakes(boolean fenced) {
    boolean[] before = {false};
    each(
        Semantics.weakest(),
        world -> {
          PairOfNodes pair = new PairOfNodes(world);
          MemoryRegion target = pair.b.register(8, Access.WRITE);
          MemoryRegion local = pair.a.register(8, Access.LOCAL);
          local.memory().fill((byte) 1);
          pair.toB.write(local, 0, target.pointer(0, 8), 1);
          if (fenced) {
            pair.toB.fence();
          }
          Peer.send(pair.toB, "written");
          pair.until(() -> !pair.b.messages.isEmpty());
          before[0] |= look(target.memory(), 0).equals("-");
        });
    return before[0];
  }

  @Test
  void shouldLetMessagesOvertakeWritesUnlessFenced() {
    assertThat(overtakes(false)).isTrue();
    assertThat(overtakes(true)).isFalse();
  }

  @Test
  void shouldCompleteWritesThatCannotBeSeenYet() {
    Set<String> afterCompletion = new HashSet<>();
    each(
        Semantics.weakest(),
        world -> {
          PairOfNodes pair = new PairOfNodes(world);
          MemoryRegion target = pair.b.register(8, Access.WRITE);
          MemoryRegion local = pair.a.register(8, Access.LOCAL);
          local.memory().fill((byte) 1);
          pair.toB.write(local, 0, target.pointer(0, 8), 1);
          pair.end(1);
          local.memory().fill((byte) 2); // the caller's again
          afterCompletion.add(look(target.memory(), 0));
          pair.toB.flush(2);
          pair.end(2);
          assertThat(Peer.isAll(target.memory(), (byte) 1)).isTrue();
        });
    assertThat(afterCompletion).containsExactlyInAnyOrder("-", "x");
  }

  @Test
  void shouldLoseWhatAProcessorStoresWithinANativeAtomic() {
    Set<Long> sums = new HashSet<>();
    each(
        Semantics.weakest(),
        world -> {
          PairOfNodes pair = new PairOfNodes(world);
          MemoryRegion target = pair.b.register(8, Access.WRITE);
          pair.toB.fetchAdd(target.pointer(0, 8), 100, 1);
          for (int i = 0; i < 20; i++) {
            target.memory().set(Peer.WORD, 0, target.memory().get(Peer.WORD, 0) + 1);
            world.runFor(Duration.ofNanos(500));
            pair.a.poll();
            pair.b.poll();
          }
          pair.end(1);
          sums.add(target.memory().get(Peer.WORD, 0));
        });
    assertThat(sums).contains(120L).anyMatch(sum -> sum > 100 && sum < 120);
  }
}
