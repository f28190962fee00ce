// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.SmallSegment;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.layout.SlotLayout;
import io.tokamak.memory.table.Entries;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlotPartsTest {
  private final SmallSegment small = new SmallSegment();
  private final Entries entries = small.segment.entries();
  private final ClientSlot slot = small.segment.slot(0);
  private final Pinning pinning = new Pinning(small.segment.words(), entries, slot.pins());
  private final Retirement retirement =
      new Retirement(small.segment.words(), entries, small.segment.table());
  private final Creation creation =
      new Creation(entries, small.segment.table(), slot.lease(), 0, 99);

  @BeforeEach
  void openSlot() {
    slot.open(1, 99, 0, 5);
    slot.lease().open(0);
  }

  private long sealed(int entry, long id) {
    long offset = creation.create(entry, id, 0, 0, 100, 0, SmallSegment.CAPACITY, 1);
    assertThat(offset).isNotNegative();
    long ref = ObjectRef.of(entry, Control.generation(entries.control(entry)));
    assertThat(creation.seal(ref, slot.clock(), 2)).isTrue();
    return ref;
  }

  private List<Long> pins() {
    List<Long> pins = new ArrayList<>();
    slot.pins().forEach(pins::add);
    return pins;
  }

  @Test
  void shouldPinASealedObject() {
    long ref = sealed(0, 7);
    int pin = pinning.pin(ref, 5);
    assertThat(pin).isEqualTo(5);
    assertThat(pins()).containsExactly(ref);
    assertThat(pinning.unpin(pin, ref)).isFalse();
    assertThat(pins()).isEmpty();
  }

  @Test
  void shouldNotPinWhatIsNotReadable() {
    creation.create(1, 9, 0, 0, 10, 0, SmallSegment.CAPACITY, 1);
    assertThat(pinning.pin(ObjectRef.of(1, 0), 0)).isEqualTo(Pinning.GONE);
    long ref = sealed(0, 7);
    assertThat(pinning.pin(ref + 1, 0)).isEqualTo(Pinning.GONE);
    assertThat(retirement.begin(ref)).isNotZero();
    assertThat(pinning.pin(ref, 0)).isEqualTo(Pinning.BUSY);
    assertThat(pins()).isEmpty();
  }

  @Test
  void shouldKeepAPinThatIsSetAside() {
    long ref = sealed(0, 7);
    int pin = slot.pins().reserve(0);
    assertThat(pins()).isEmpty();
    assertThat(pinning.pinReserved(ref, pin)).isZero();
    assertThat(pins()).containsExactly(ref);
    pinning.unpinReserved(pin, ref);
    assertThat(slot.pins().claim(ref, 0)).isNotEqualTo(pin);
  }

  @Test
  void shouldTellWhenTheObjectWaitsForDeletion() {
    long ref = sealed(0, 7);
    int pin = pinning.pin(ref, 0);
    long control = retirement.begin(ref);
    retirement.restore(ref, Control.withState(control, Control.DELETING));
    int second = pinning.pin(ref, 0);
    assertThat(second).isNotNegative();
    assertThat(pinning.unpin(pin, ref)).isTrue();
    assertThat(pinning.unpin(second, ref)).isTrue();
  }

  @Test
  void shouldRaiseTheLimitUntilAllPinsAreTaken() {
    long ref = sealed(0, 7);
    for (int i = 0; i < SlotLayout.PIN_COUNT; i++) {
      assertThat(pinning.pin(ref, i * 7)).isNotNegative();
    }
    assertThat(pinning.pin(ref, 0)).isEqualTo(Pinning.FULL);
    assertThat(pins()).hasSize(SlotLayout.PIN_COUNT);
    slot.pins().wipe();
    assertThat(pins()).isEmpty();
  }

  @Test
  void shouldNotBelieveALimitThatIsNonsense() {
    long ref = sealed(0, 7);
    long limit = small.segment.geometry().slotOffset(0) + SlotLayout.PIN_LIMIT;
    for (long nonsense : new long[] {0, -1, 3, 1023, 1 << 20, Long.MIN_VALUE, Long.MAX_VALUE}) {
      small.segment.words().putVolatile(limit, nonsense);
      for (int i = 0; i < SlotLayout.PIN_COUNT; i++) {
        assertThat(slot.pins().claim(ref, i)).isBetween(0, SlotLayout.PIN_COUNT - 1);
      }
      assertThat(slot.pins().claim(ref, 0)).isEqualTo(Pins.FULL);
      assertThat(slot.ring().poll()).isZero();
      slot.pins().wipe();
    }
  }

  @Test
  void shouldCreateOneBehindTheOtherUntilTheLeaseIsUsed() {
    assertThat(creation.create(0, 1, 0, 0, 100, 0, 192, 1)).isZero();
    assertThat(creation.create(1, 2, 0, 0, 10, 0, 192, 1)).isEqualTo(128);
    assertThat(creation.create(2, 3, 0, 0, 1, 0, 192, 1)).isEqualTo(Creation.NO_SPACE);
    assertThat(Control.state(entries.control(2))).isEqualTo(Control.EMPTY);
  }

  @Test
  void shouldGiveTheBlockOfADuplicateBack() {
    creation.create(0, 1, 0, 0, 100, 0, SmallSegment.CAPACITY, 1);
    assertThat(creation.create(1, 1, 0, 0, 100, 0, SmallSegment.CAPACITY, 1))
        .isEqualTo(Creation.DUPLICATE);
    assertThat(creation.isStranded(1)).isFalse();
    assertThat(slot.lease().position()).isEqualTo(128);
  }

  @Test
  void shouldNotCreateInAClosedLease() {
    assertThat(slot.lease().close()).isZero();
    assertThat(creation.create(0, 1, 0, 0, 1, 0, SmallSegment.CAPACITY, 1))
        .isEqualTo(Creation.NO_SPACE);
    assertThat(slot.lease().close()).isEqualTo(LeaseCursor.CLOSED);
  }

  @Test
  void shouldSealOnceAndOnlyWhatItCreated() {
    long ref = sealed(0, 7);
    assertThat(creation.seal(ref, slot.clock(), 3)).isFalse();
    assertThat(creation.seal(ObjectRef.of(1, 0), slot.clock(), 3)).isFalse();
    assertThat(entries.sealedAtMicros(0)).isEqualTo(2);
  }

  @Test
  void shouldFreeARetiredObjectIntoItsNextGeneration() {
    long ref = sealed(0, 7);
    retirement.begin(ref);
    retirement.fence();
    retirement.free(ref);
    assertThat(small.segment.table().find(7, 0, 0)).isZero();
    assertThat(entries.control(0)).isEqualTo(Control.of(Control.EMPTY, -1, 1));
    assertThat(retirement.begin(ref)).isZero();
  }

  @Test
  void shouldPassSealsThroughTheRingInOrderUntilItIsFull() {
    for (int i = 0; i < SlotLayout.RING_COUNT; i++) {
      assertThat(slot.ring().push(ObjectRef.of(i, 1))).isTrue();
    }
    assertThat(slot.ring().push(ObjectRef.of(1, 2))).isFalse();
    assertThat(slot.ring().isHalfFull()).isTrue();
    for (int i = 0; i < SlotLayout.RING_COUNT; i++) {
      assertThat(slot.ring().poll()).isEqualTo(ObjectRef.of(i, 1));
    }
    assertThat(slot.ring().poll()).isZero();
    assertThat(slot.ring().isHalfFull()).isFalse();
  }

  @Test
  void shouldOrderAccessesByTicks() {
    sealed(0, 7);
    sealed(1, 8);
    assertThat(entries.accessTick(1)).isGreaterThan(entries.accessTick(0));
    slot.clock().touch(0);
    assertThat(entries.accessTick(0)).isGreaterThan(entries.accessTick(1));
    small.segment.signals().clock(1000);
    slot.clock().touch(1);
    assertThat(entries.accessTick(1)).isEqualTo(1001);
  }

  @Test
  void shouldNotWriteTheTickOfAHotObjectAgainInSharedMode() {
    sealed(0, 7);
    small.segment.signals().sharedMode(true);
    long tick = entries.accessTick(0);
    slot.clock().touch(0);
    assertThat(entries.accessTick(0)).isEqualTo(tick);
    small.segment.signals().clock(tick);
    slot.clock().touch(0);
    assertThat(entries.accessTick(0)).isGreaterThan(tick);
  }

  @Test
  void shouldRingOnlyWhenSomebodyWaitsAndOnce() {
    assertThat(small.segment.signals().claimDoorbell(false)).isFalse();
    small.segment.signals().interest(true);
    assertThat(small.segment.signals().claimDoorbell(false)).isTrue();
    assertThat(small.segment.signals().claimDoorbell(false)).isFalse();
    small.segment.signals().answerDoorbell();
    small.segment.signals().interest(false);
    assertThat(small.segment.signals().claimDoorbell(true)).isTrue();
  }
}
