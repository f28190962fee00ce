// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.directory.Location;
import io.tokamak.fabric.NodeRef;
import io.tokamak.testkit.seed.Seeds;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The table knows what a map of lists knows. */
final class LocationTableTest {
  private static final NodeRef A = new NodeRef(1, 1);
  private static final NodeRef B = new NodeRef(2, 1);

  private final LocationTable table = new LocationTable();

  private static ObjectId id(int number) {
    return ObjectId.fromWords(number % 7, number, number);
  }

  private static Location at(NodeRef holder, int generation) {
    return new Location(holder, 8L * generation, generation, 3, 4, generation);
  }

  @Test
  void shouldKeepEverythingOfALocation() {
    Location first = new Location(A, Long.MAX_VALUE, Long.MAX_VALUE - 1, Integer.MAX_VALUE, 7, -1);
    Location second = new Location(B, 1, 2, 3, Integer.MAX_VALUE, Integer.MIN_VALUE);

    assertThat(table.add(table.enter(A), id(1), first)).isTrue();
    assertThat(table.add(table.enter(B), id(1), second)).isTrue();

    assertThat(table.find(id(1))).containsExactly(second, first);
    assertThat(table.find(id(2))).isEmpty();
  }

  @Test
  void shouldReplaceWhatIsKnownOfAHolder() {
    int holder = table.enter(A);
    table.add(holder, id(1), at(A, 1));

    assertThat(table.add(holder, id(1), at(A, 2))).isTrue();
    assertThat(table.add(holder, id(1), at(A, 2))).isFalse();

    assertThat(table.find(id(1))).containsExactly(at(A, 2));
    assertThat(table.remove(id(1), at(A, 1))).isFalse();
    assertThat(table.remove(id(1), at(B, 2))).isFalse();
    assertThat(table.remove(id(1), at(A, 2))).isTrue();
    assertThat(table.size()).isZero();
  }

  @Test
  void shouldHideAtOnceAndDropInPiecesWhatANodeHeldThatHasGone() {
    int gone = table.enter(A);
    int stays = table.enter(B);
    for (int i = 0; i < 100; i++) {
      table.add(gone, id(i), at(A, i));
      table.add(stays, id(i), at(B, i));
    }

    table.leave(gone);
    int again = table.enter(A);
    table.add(again, id(1), at(A, 200));

    assertThat(table.find(id(0))).containsExactly(at(B, 0));
    assertThat(table.find(id(1))).containsExactly(at(A, 200), at(B, 1));
    assertThat(table.sweep(60)).isEqualTo(60);
    assertThat(table.isSweepDue()).isTrue();
    assertThat(table.sweep(60)).isEqualTo(40);
    assertThat(table.isSweepDue()).isFalse();
    assertThat(table.size()).isEqualTo(101);
    assertThat(table.holders()).isEqualTo(2);
    assertThat(table.find(id(1))).containsExactly(at(A, 200), at(B, 1));
  }

  @Test
  void shouldGrowAndUseItsRecordsAgain() {
    int holder = table.enter(A);
    for (int round = 0; round < 3; round++) {
      int generation = round;
      IntStream.range(0, 50_000)
          .forEach(i -> assertThat(table.add(holder, id(i), at(A, generation))).isTrue());
      for (int i = 0; i < 50_000; i++) {
        assertThat(table.find(id(i))).containsExactly(at(A, round));
      }
      IntStream.range(0, 50_000).forEach(i -> table.remove(id(i), at(A, generation)));
      assertThat(table.size()).isZero();
    }
    assertThat(table.lengthBytes()).isLessThan(50_000 * 72);
  }

  @Test
  void shouldKnowWhatAMapKnows() {
    Seeds.run("location table", random -> new Model(random).play(30_000));
  }

  /** The same in maps. */
  private static final class Model {
    private static final int NODES = 5;
    private static final int IDS = 3_000;

    private final RandomGenerator random;
    private final LocationTable table = new LocationTable();
    private final int[] numbers = new int[NODES];
    private final NodeRef[] nodes = new NodeRef[NODES];
    private final List<Map<ObjectId, Location>> held = new ArrayList<>();

    Model(RandomGenerator random) {
      this.random = random;
      for (int node = 0; node < NODES; node++) {
        nodes[node] = new NodeRef(node + 1, 1);
        numbers[node] = table.enter(nodes[node]);
        held.add(new HashMap<>());
      }
    }

    void play(int steps) {
      for (int step = 0; step < steps; step++) {
        step(random.nextInt(NODES), id(random.nextInt(IDS)));
        if (step % 1_000 == 0) {
          check();
        }
      }
      table.sweep(Integer.MAX_VALUE);
      check();
      assertThat(table.size()).isEqualTo(held.stream().mapToInt(Map::size).sum());
    }

    private void step(int node, ObjectId id) {
      int choice = random.nextInt(1_000);
      if (choice == 0) {
        restart(node);
      } else if (choice < 600) {
        Location location = at(nodes[node], random.nextInt(6, 1 << 30));
        table.add(numbers[node], id, location);
        held.get(node).put(id, location);
      } else if (choice < 950) {
        Location location = held.get(node).remove(id);
        assertThat(table.remove(id, location == null ? at(nodes[node], 5) : location))
            .isEqualTo(location != null);
      } else {
        table.sweep(random.nextInt(100));
      }
    }

    private void restart(int node) {
      table.leave(numbers[node]);
      nodes[node] = new NodeRef(nodes[node].node(), nodes[node].epoch() + 1);
      numbers[node] = table.enter(nodes[node]);
      held.get(node).clear();
    }

    private void check() {
      for (int i = 0; i < IDS; i++) {
        ObjectId id = id(i);
        List<Location> expected =
            held.stream().map(map -> map.get(id)).filter(one -> one != null).toList();
        assertThat(table.find(id)).containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }
}
