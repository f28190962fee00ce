// SPDX-License-Identifier: Apache-2.0
package io.tokamak.concurrency.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.slot.Pinning;
import io.tokamak.testkit.explore.Scenario;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A reader against an entry that is evicted and at once used for another object: it reads the one
 * it looked for or none, never the next life's.
 */
class PinGenerationTest {
  private static final TinyId ID = new TinyId(5);

  enum Pin {
    CLAIMED,
    SET_ASIDE
  }

  private static Scenario recreatedInTheSameEntry(Pin kind) {
    return stage -> {
      TinySegment segment = new TinySegment(stage, 2);
      segment.pins(0).reserve(0);
      TinyId next = TinyId.elsewhere(segment.geometry, ID);
      long ref = segment.putSealed(0, ID);
      long[] read = new long[1];
      boolean[] evicted = new boolean[1];
      stage.thread("reader", () -> read[0] = read(segment, kind));
      stage.thread("store", () -> evicted[0] = evictAndReuse(segment, ref, next));
      stage.check(() -> assertThat(read[0]).as("what was read").isIn(0L, ID.word0()));
      stage.check(() -> assertThat(segment.find(next) != ObjectRef.NONE).isEqualTo(evicted[0]));
    };
  }

  /** What the reader found; 0 when it did not get the object. */
  private static long read(TinySegment segment, Pin kind) {
    long ref = segment.find(ID);
    if (ref <= ObjectRef.NONE) {
      return 0;
    }
    Pinning pinning = segment.pinning(0);
    int pin = kind == Pin.CLAIMED ? pinning.pin(ref, 1) : pinning.pinReserved(ref, 0);
    if (pin < 0) {
      return 0;
    }
    long data = segment.words.getPlain(segment.dataWord(ObjectRef.entry(ref)));
    if (kind == Pin.CLAIMED) {
      pinning.unpin(pin, ref);
    } else {
      pinning.unpinReserved(0, ref);
    }
    return data;
  }

  private static boolean evictAndReuse(TinySegment segment, long ref, TinyId next) {
    boolean evicted = segment.evict(ref, 0);
    if (evicted) {
      segment.putSealed(0, next);
    }
    return evicted;
  }

  @ParameterizedTest
  @EnumSource(Model.class)
  void shouldTellTheLivesOfAnEntryApart(Model model) {
    for (Pin kind : Pin.values()) {
      model.proveSafe("pin (" + kind + ") against evict and create", recreatedInTheSameEntry(kind));
    }
  }
}
