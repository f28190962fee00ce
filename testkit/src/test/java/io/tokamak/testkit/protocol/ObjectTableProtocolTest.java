// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.table.ObjectTable;
import io.tokamak.memory.words.MappedWords;
import io.tokamak.testkit.explore.Explorer;
import io.tokamak.testkit.explore.Scenario;
import java.lang.foreign.Arena;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The object table's real code in every interleaving of a few creators, readers and the store. */
class ObjectTableProtocolTest {
  private static final long[] SAME_BUCKET = idsOf(0);
  private static final long OTHER_BUCKET = idsOf(1)[0];

  /** The first three ids of a bucket, found by putting them in. */
  private static long[] idsOf(int bucket) {
    return LongStream.range(1, 1000).filter(id -> isIn(bucket, id)).limit(3).toArray();
  }

  private static boolean isIn(int bucket, long id) {
    try (Arena arena = Arena.ofConfined()) {
      SmallSegment segment = new SmallSegment(new MappedWords(arena.allocate(4 << 20, 8)));
      segment.put(0, id);
      return segment.bucket(bucket) != 0;
    }
  }

  @Test
  void shouldLetOneOfTwoCreatorsOfAnIdSucceed() {
    Scenario scenario =
        stage -> {
          SmallSegment segment = new SmallSegment(stage);
          segment.put(3, SAME_BUCKET[1]);
          long[] inTheWay = {-9, -9};
          for (int creator = 0; creator < 2; creator++) {
            int entry = creator;
            segment.prepare(entry, SAME_BUCKET[0]);
            stage.thread("creator" + entry, () -> inTheWay[entry] = segment.table.insert(entry));
          }
          stage.check(() ->
              assertThat(inTheWay)
                  .containsAnyOf(ObjectTable.ABSENT)
                  .containsAnyOf(ObjectRef.of(0, 0), ObjectRef.of(1, 0)));
        };
    Explorer.of(scenario).explore().assertSafe();
  }

  @Test
  void shouldNeverMissAnObjectThatIsThereAllTheTime() {
    Scenario scenario =
        stage -> {
          SmallSegment segment = new SmallSegment(stage);
          long there = segment.put(0, SAME_BUCKET[0]);
          long leaving = segment.put(1, SAME_BUCKET[1]);
          long[] found = {there};
          stage.thread("reader", () -> found[0] = segment.find(SAME_BUCKET[0]));
          stage.thread(
              "store",
              () -> { // the reader may stray into the other chain with the entry
                segment.retirement.begin(leaving);
                segment.retirement.free(leaving);
                segment.put(1, OTHER_BUCKET);
              });
          stage.check(() -> assertThat(found[0]).isEqualTo(there));
        };
    Explorer.of(scenario).explore().assertSafe();
  }

  @Test
  void shouldInsertAndUnlinkSideBySide() {
    Scenario scenario =
        stage -> {
          SmallSegment segment = new SmallSegment(stage);
          long leaving = segment.put(0, SAME_BUCKET[0]);
          long staying = segment.put(1, SAME_BUCKET[1]);
          segment.prepare(2, SAME_BUCKET[2]);
          stage.thread("creator", () -> segment.table.insert(2));
          stage.thread(
              "store",
              () -> {
                segment.retirement.begin(leaving);
                segment.retirement.free(leaving);
              });
          stage.check(() -> {
            assertThat(segment.find(SAME_BUCKET[0])).isEqualTo(ObjectTable.ABSENT);
            assertThat(segment.find(SAME_BUCKET[1])).isEqualTo(staying);
            assertThat(segment.find(SAME_BUCKET[2])).isEqualTo(ObjectRef.of(2, 0));
          });
        };
    Explorer.of(scenario).explore().assertSafe();
  }
}
