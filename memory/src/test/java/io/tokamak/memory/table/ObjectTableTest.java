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
