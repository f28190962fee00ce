// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.slot.OwnPin;
import io.tokamak.memory.slot.Pinning;
import io.tokamak.memory.table.ObjectTable;
import io.tokamak.testkit.explore.Explorer;
import io.tokamak.testkit.explore.Scenario;
import io.tokamak.testkit.explore.Stage;
import io.tokamak.testkit.explore.Strength;
import io.tokamak.testkit.explore.Violation;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The pin protocol's real classes in every interleaving: readers find, pin, read and unpin an
 * object, while the store evicts it and puts another one into the same entry and memory.
 */
class PinProtocolTest {
  private static final long OLD = 41;
  private static final long NEW = 42;
  private static final int ENTRY = 0;

  /** How readers pin. */
  enum Pin {
    ANY,
    SET_ASIDE,
    OWN,
    OWN_WITH_HINT
  }

  /** What the memory lets happen. */
  enum Machine {
    /** The weakest: atomic updates order nothing but themselves. */
    WEAK(Strength.WEAK_RMW, false),
    /** Atomic updates are fences, but plain accesses are as free as Java allows. */
    FENCING(Strength.FENCING_RMW, false),
    /** Store buffers and nothing else. */
    X86(Strength.FENCING_RMW, true);

    private final Strength strength;
    private final boolean orderedPlain;

    Machine(Strength strength, boolean orderedPlain) {
      this.strength = strength;
      this.orderedPlain = orderedPlain;
    }

    Explorer on(Scenario scenario) {
      Explorer explorer = Explorer.of(scenario).strength(strength);
      return orderedPlain ? explorer.orderPlainAccesses() : explorer;
    }
  }

  private static Scenario readersAgainstEviction(Pin pin, int readers) {
    return stage -> play(stage, new SmallSegment(stage), pin, readers);
  }

  private static void play(Stage stage, SmallSegment segment, Pin pin, int readers) {
    long ref = segment.put(ENTRY, OLD);
    for (int slot = 0; slot < readers; slot++) {
      reader(stage, segment, pin, slot);
    }
    stage.thread("store", () -> evict(segment, readers, ref));
  }

  private static void reader(Stage stage, SmallSegment segment, Pin pin, int slot) {
    switch (pin) {
      case ANY, SET_ASIDE -> findingReader(stage, segment, pin, slot);
      case OWN -> glancingReader(stage, segment, slot, 0);
      case OWN_WITH_HINT -> glancingReader(stage, segment, slot, ENTRY + 1);
    }
  }

  private static void glancingReader(Stage stage, SmallSegment segment, int slot, int hint) {
    OwnPin own = segment.ownPin(slot);
    long[] read = {OLD};
    stage.thread("reader" + slot, () -> read[0] = read(segment, own, hint));
    stage.check(() -> assertThat(read[0]).as("data of the object").isEqualTo(OLD));
  }

  private static long read(SmallSegment segment, OwnPin own, int hint) {
    long ref = own.pin(OLD, 0, 0, hint);
    if (ref == ObjectRef.NONE) {
      return OLD;
    }
    long data = segment.words.getPlain(SmallSegment.dataOffset(ENTRY));
    own.unpin(ref);
    return data;
  }

  private static void findingReader(Stage stage, SmallSegment segment, Pin pin, int slot) {
    Pinning pinning = segment.pinning(slot);
    int reserved = pin == Pin.SET_ASIDE ? segment.pins(slot).reserve(0) : 0;
    long[] read = {OLD};
    stage.thread(
        "reader" + slot,
        () -> {
          long ref = segment.find(OLD);
          if (ref != 0) {
            read[0] =
                pin == Pin.ANY
                    ? read(segment, pinning, ref)
                    : read(segment, pinning, ref, reserved);
          }
        });
    stage.check(() -> assertThat(read[0]).as("data of the object").isEqualTo(OLD));
  }

  private static long read(SmallSegment segment, Pinning pinning, long ref) {
    int pin = pinning.pin(ref, 0);
    if (pin < 0) {
      return OLD;
    }
    long data = segment.words.getPlain(SmallSegment.dataOffset(ENTRY));
    pinning.unpin(pin, ref);
    return data;
  }

  private static long read(SmallSegment segment, Pinning pinning, long ref, int reserved) {
    if (pinning.pinReserved(ref, reserved) < 0) {
      return OLD;
    }
    long data = segment.words.getPlain(SmallSegment.dataOffset(ENTRY));
    pinning.unpinReserved(reserved, ref);
    return data;
  }

  private static void evict(SmallSegment segment, int readers, long ref) {
    long control = segment.retirement.begin(ref);
    segment.retirement.fence();
    boolean[] pinned = new boolean[1];
    for (int slot = 0; slot < readers; slot++) {
      segment.pins(slot).forEach(pin -> pinned[0] |= pin == ref);
    }
    if (pinned[0]) {
      segment.retirement.restore(ref, control);
    } else {
      segment.retirement.free(ref);
      segment.put(ENTRY, NEW);
    }
  }

  @ParameterizedTest
  @EnumSource(Machine.class)
  void shouldNeverFreeAnObjectUnderAReadersHands(Machine machine) {
    for (Pin pin : Pin.values()) {
      machine.on(readersAgainstEviction(pin, 1)).explore().assertSafe();
    }
  }

  @Test
  void shouldNeverFreeAnObjectUnderTheHandsOfTwoReaders() {
    Machine.WEAK.on(readersAgainstEviction(Pin.SET_ASIDE, 2)).explore().assertSafe();
  }

  /** Copies without a pin, and asks afterwards whether that was right. */
  private static Scenario copyAgainstEviction() {
    return stage -> {
      SmallSegment segment = new SmallSegment(stage.words());
      long ref = segment.put(ENTRY, OLD);
      long[] read = {OLD};
      stage.thread("reader0", () -> read[0] = copy(segment));
      stage.thread("store", () -> evict(segment, 1, ref));
      stage.check(() -> assertThat(read[0]).as("data of the object").isEqualTo(OLD));
    };
  }

  private static long copy(SmallSegment segment) {
    long ref = segment.table.glance(OLD, 0, 0);
    if (ref == ObjectTable.ABSENT) {
      return OLD;
    }
    long data = segment.words.getPlain(SmallSegment.dataOffset(ENTRY));
    return segment.table.isStill(ref) ? data : OLD;
  }

  @ParameterizedTest
  @EnumSource(Machine.class)
  void shouldNeverTakeOneObjectForAnotherWhenCopyingWithoutAPin(Machine machine) {
    machine.on(copyAgainstEviction()).explore().assertSafe();
  }

  @ParameterizedTest
  @EnumSource(Machine.class)
  void shouldBeFoundBrokenWithoutTheReadersFence(Machine machine) {
    for (Pin pin : EnumSet.of(Pin.SET_ASIDE, Pin.OWN, Pin.OWN_WITH_HINT)) {
      requireBroken(machine, pin, "reader0");
    }
  }

  /**
   * A pin that is claimed is written by a compare-and-set: a fence on some machines, not in Java.
   */
  @Test
  void shouldBeFoundBrokenWithoutTheReadersFenceWhereNoUpdateIsAFence() {
    requireBroken(Machine.WEAK, Pin.ANY, "reader0");
    Machine.FENCING
        .on(readersAgainstEviction(Pin.ANY, 1))
        .ignoreFencesOf("reader0")
        .explore()
        .assertSafe();
  }

  /** It alone keeps the marking as EVICTING ahead of the look at the pins. */
  @ParameterizedTest
  @EnumSource(Machine.class)
  void shouldBeFoundBrokenWithoutTheStoresFence(Machine machine) {
    for (Pin pin : Pin.values()) {
      requireBroken(machine, pin, "store");
    }
  }

  /** Shows an execution in which the reader reads what the store has put in the object's place. */
  private static void requireBroken(Machine machine, Pin pin, String withoutFence) {
    String what = "%s on %s without the fence of %s".formatted(pin, machine, withoutFence);
    Scenario scenario = stage -> play(stage, SmallSegment.whereValuesTell(stage), pin, 1);
    Violation violation =
        machine.on(scenario).ignoreFencesOf(withoutFence).explore().firstViolation();
    assertThat(violation.problem()).as(what).contains("data of the object", "42");
    System.out.printf("%s: %s%n", what, violation);
  }
}
