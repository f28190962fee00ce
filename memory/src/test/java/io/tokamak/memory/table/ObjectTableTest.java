// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.SmallSegment;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.layout.SegmentGeometry;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ObjectTableTest {
  private static final int ENTRIES = 64;

  private final SmallSegment small = new SmallSegment(new SegmentGeometry(1 << 16, 1, ENTRIES));
  private final Entries entries = small.segment.entries();
  private final ObjectTable table = small.segment.table();

  private long create(int entry, long id) {
    entries.id(entry, id, ~id, (int) id);
    int generation = Control.generation(entries.control(entry));
    entries.publish(entry, Control.of(Control.CREATED, 0, generation));
    return table.insert(entry);
  }

  private long find(long id) {
    return table.find(id, ~id, (int) id);
  }

  private void remove(int entry) {
    assertThat(table.unlink(entry)).isTrue();
    entries.publish(entry, Control.freed(entries.control(entry)));
  }

  @Test
  void shouldFindWhatWasInserted() {
    assertThat(find(7)).isEqualTo(ObjectTable.ABSENT);
    assertThat(create(3, 7)).isEqualTo(ObjectTable.ABSENT);
    assertThat(find(7)).isEqualTo(ObjectRef.of(3, 0));
  }

  @Test
  void shouldRefuseAnIdThatIsThere() {
    create(3, 7);
    assertThat(create(4, 7)).isEqualTo(ObjectRef.of(3, 0));
  }

  @Test
  void shouldTellIdsApartThatDifferInOnePart() {
    entries.id(0, 1, 2, 3);
    entries.publish(0, Control.of(Control.CREATED, 0, 0));
    table.insert(0);
    assertThat(table.find(1, 2, 3)).isEqualTo(ObjectRef.of(0, 0));
    assertThat(table.find(1, 2, 4)).isEqualTo(ObjectTable.ABSENT);
    assertThat(table.find(1, 3, 3)).isEqualTo(ObjectTable.ABSENT);
    assertThat(table.find(2, 2, 3)).isEqualTo(ObjectTable.ABSENT);
  }

  @Test
  void shouldGiveTheEntryItsNextGeneration() {
    create(3, 7);
    remove(3);
    assertThat(find(7)).isEqualTo(ObjectTable.ABSENT);
    create(3, 8);
    assertThat(find(8)).isEqualTo(ObjectRef.of(3, 1));
  }

  @Test
  void shouldNotUnlinkWhatIsInNoChain() {
    entries.id(5, 1, 1, 1);
    assertThat(table.unlink(5)).isFalse();
  }

  /** Ids of the same bucket, in the order in which they will stand in its chain. */
  private long[] chain(int length) {
    long[] ids = new long[length];
    int found = 0;
    for (long id = 1; found < length; id++) {
      create(found, 0);
      create(found + 1, id);
      boolean together = entries.nextLink(found + 1) == found + 1;
      remove(found + 1);
      remove(found);
      ids[found] = id;
      found += together ? 1 : 0;
    }
    for (int i = length; i-- > 0; ) {
      create(i, ids[i]);
    }
    return ids;
  }

  private void link(int entry, int link) {
    entries.nextLink(entry, link);
  }

  @Test
  void shouldEndEveryWalkOfAChainThatGoesInACircle() {
    long[] ids = chain(5);
    link(4, 2);
    assertThat(find(ids[4])).isEqualTo(ObjectRef.of(4, Control.generation(entries.control(4))));
    assertThat(find(0)).isEqualTo(ObjectTable.UNSETTLED);
    assertThat(create(9, 0)).isEqualTo(ObjectTable.UNSETTLED);
    entries.id(9, 0, ~0L, 0);
    assertThat(table.unlink(9)).isFalse();
  }

  @Test
  void shouldEndEveryWalkOfAChainThatLeavesTheTable() {
    long[] ids = chain(3);
    for (int nowhere : new int[] {ENTRIES + 1, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
      link(1, nowhere);
      assertThat(find(ids[1])).isPositive();
      assertThat(find(0)).isEqualTo(ObjectTable.UNSETTLED);
      assertThat(create(9, 0)).isEqualTo(ObjectTable.UNSETTLED);
    }
  }

  @Test
  void shouldCutADamagedChainAndGoOn() {
    long[] ids = chain(6);
    assertThat(table.repair(0, ~0L, 0)).isFalse();
    link(5, 1);
    assertThat(table.repair(0, ~0L, 0)).isTrue();
    assertThat(find(0)).isEqualTo(ObjectTable.ABSENT);
    assertThat(find(ids[0])).isPositive();
    link(0, -7);
    assertThat(table.repair(0, ~0L, 0)).isTrue();
    assertThat(find(ids[0])).isPositive();
    assertThat(find(ids[1])).isEqualTo(ObjectTable.ABSENT);
    assertThat(create(9, 0)).isEqualTo(ObjectTable.ABSENT);
  }

  @Test
  void shouldEmptyABucketThatPointsNowhere() {
    create(0, 7);
    link(0, ENTRIES + 5);
    table.unlink(0);
    assertThat(find(7)).isEqualTo(ObjectTable.UNSETTLED);
    assertThat(table.repair(7, ~7L, 7)).isTrue();
    assertThat(find(7)).isEqualTo(ObjectTable.ABSENT);
  }

  @Test
  void shouldAgreeWithAMapOverManyOperations() {
    SplittableRandom random = new SplittableRandom(42);
    Map<Long, Integer> expected = new HashMap<>();
    for (int step = 0; step < 200_000; step++) {
      int entry = random.nextInt(ENTRIES);
      if (Control.state(entries.control(entry)) == Control.EMPTY) {
        long id = random.nextInt(100);
        boolean inserted = create(entry, id) == ObjectTable.ABSENT;
        assertThat(inserted).isEqualTo(!expected.containsKey(id));
        if (inserted) {
          expected.put(id, entry);
        } else {
          entries.publish(entry, Control.freed(entries.control(entry)));
        }
      } else {
        expected.remove(entries.id0(entry));
        remove(entry);
      }
      long id = random.nextInt(100);
      long found = find(id);
      assertThat(found != ObjectTable.ABSENT).isEqualTo(expected.containsKey(id));
      if (found != ObjectTable.ABSENT) {
        assertThat(ObjectRef.entry(found)).isEqualTo(expected.get(id));
      }
    }
  }
}
