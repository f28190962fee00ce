// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tokamak.memory.InsufficientMemoryException;
import io.tokamak.memory.layout.SegmentGeometry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReservationTest {
  private static final SegmentGeometry GEOMETRY =
      new SegmentGeometry(2 * Reservation.STEP_BYTES + 64, 1, 1);

  private record Range(long offset, long length) {}

  @Test
  void shouldReserveInOrderStepByStep() {
    List<Range> ranges = new CopyOnWriteArrayList<>();
    AtomicInteger steps = new AtomicInteger();
    BackingMemory memory = (offset, length) -> ranges.add(new Range(offset, length));
    try (Reservation reservation = new Reservation(memory, GEOMETRY, steps::incrementAndGet)) {
      reservation.start();
      await()
          .until(() ->
              reservation.reservedBytes() == GEOMETRY.dataLength()
                  && steps.get() == 4 /* one more for the huge pages */);
    }
    long start = GEOMETRY.dataOffset();
    assertThat(ranges)
        .containsExactly(
            new Range(start, Reservation.STEP_BYTES),
            new Range(start + Reservation.STEP_BYTES, Reservation.STEP_BYTES),
            new Range(start + 2 * Reservation.STEP_BYTES, 64));
  }

  @Test
  void shouldSayWhyItStoppedAndGoOnWhenThereIsMemoryAgain() {
    AtomicBoolean full = new AtomicBoolean(true);
    BackingMemory memory =
        (offset, length) -> {
          if (offset > GEOMETRY.dataOffset() && full.get()) {
            throw new InsufficientMemoryException("reserve", length, 0, "Get more.");
          }
        };
    try (Reservation reservation = new Reservation(memory, GEOMETRY, () -> {})) {
      reservation.start();
      await().until(() -> reservation.fault().isPresent());
      assertThat(reservation.fault())
          .hasValueSatisfying(fault -> assertThat(fault).contains("Get more."));
      assertThat(reservation.reservedBytes()).isEqualTo(Reservation.STEP_BYTES);
      full.set(false);
      await().until(() -> reservation.reservedBytes() == GEOMETRY.dataLength());
      assertThat(reservation.fault()).isEmpty();
    }
  }
}
