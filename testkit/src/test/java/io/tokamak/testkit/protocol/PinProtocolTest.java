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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  /** How memory and fences behave. */
  record Machine(Strength strength, boolean asymmetric) {
    Explorer on(Scenario scenario) {
      Explorer explorer = Explorer.of(scenario).strength(strength);
      return asymmetric ? explorer.asymmetricFences() : explorer;
    }
  }

  private static Stream<Machine> machines() {
    return Stream.of(Strength.values())
        .flatMap(s -> Stream.of(new Machine(s, false), new Machine(s, true)));
  }

  private static Scenario readersAgainstEviction(Pin pin, int readers) {
    return stage -> {
      SmallSegment segment = new SmallSegment(stage);
      long ref = segment.put(ENTRY, OLD);
      for (int slot = 0; slot < readers; slot++) {
        reader(stage, segment, pin, slot);
      }
      stage.thread("store", () -> evict(segment, readers, ref));
    };
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
  @MethodSource("machines")
  void shouldNeverFreeAnObjectUnderAReadersHands(Machine machine) {
    for (Pin pin : Pin.values()) {
      machine.on(readersAgainstEviction(pin, 1)).explore().assertSafe();
    }
  }

  @Test
  void shouldNeverFreeAnObjectUnderTheHandsOfTwoReaders() {
    Machine weakest = new Machine(Strength.WEAK_RMW, true);
    weakest.on(readersAgainstEviction(Pin.SET_ASIDE, 2)).explore().assertSafe();
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
  @MethodSource("machines")
  void shouldNeverTakeOneObjectForAnotherWhenCopyingWithoutAPin(Machine machine) {
    machine.on(copyAgainstEviction()).explore().assertSafe();
  }

  @ParameterizedTest
  @MethodSource("machines")
  void shouldBeFoundBrokenWithoutTheFenceOfAnOwnPin(Machine machine) {
    machine
        .on(readersAgainstEviction(Pin.OWN, 1))
        .ignoreFencesOf("reader0")
        .explore()
        .firstViolation();
  }

  @ParameterizedTest
  @MethodSource("machines")
  void shouldBeFoundBrokenWithoutTheReadersFence(Machine machine) {
    machine
        .on(readersAgainstEviction(Pin.SET_ASIDE, 1))
        .ignoreFencesOf("reader0")
        .explore()
        .firstViolation();
  }

  @Test
  void shouldBeFoundBrokenWithoutTheStoresFence() {
    for (Strength strength : Strength.values()) {
      new Machine(strength, true)
          .on(readersAgainstEviction(Pin.SET_ASIDE, 1))
          .ignoreFencesOf("store")
          .explore()
          .firstViolation();
    }
  }

  /**
   * With full fences on the readers' side the store's own is a second belt: it changes the control
   * word and scans the pins by volatile accesses, which stand in one order. Not so with light ones.
   */
  @Test
  void shouldNotNeedTheStoresFenceWhereReadersFenceFully() {
    for (Strength strength : Strength.values()) {
      new Machine(strength, false)
          .on(readersAgainstEviction(Pin.SET_ASIDE, 1))
          .ignoreFencesOf("store")
          .explore()
          .assertSafe();
    }
  }
}
