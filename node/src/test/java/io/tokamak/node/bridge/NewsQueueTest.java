// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.transfer.Place;
import io.tokamak.transfer.StoreNews;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class NewsQueueTest {
  private static final int CAPACITY = 8;
  private static final int MANY = 200_000;

  private final AtomicInteger wakeUps = new AtomicInteger();
  private final NewsQueue queue = new NewsQueue(CAPACITY, wakeUps::incrementAndGet);
  private final List<String> heard = new ArrayList<>();

  private final StoreNews listener =
      new StoreNews() {
        @Override
        public void sealed(ObjectId id, Place place) {
          heard.add(id + " at " + place);
        }

        @Override
        public void gone(ObjectId id) {
          heard.add(id + " gone");
        }
      };

  private static ObjectId id(int number) {
    return ObjectId.fromWords(number, -number, number);
  }

  private void seal(int number) {
    queue.sealed(id(number), ObjectRef.of(number, -number), number * 64L, 1L << 40, 7);
  }

  @Test
  void shouldTellInOrderWhatItWasTold() {
    seal(1);
    queue.gone(id(1));
    seal(2);
    assertThat(queue.drain(listener, 2)).isEqualTo(2);
    assertThat(queue.isEmpty()).isFalse();
    assertThat(queue.drain(listener, 2)).isEqualTo(1);
    assertThat(heard)
        .containsExactly(
            id(1) + " at " + new Place(64, 1L << 40, 7, 1, -1),
            id(1) + " gone",
            id(2) + " at " + new Place(128, 1L << 40, 7, 2, -2));
    assertThat(queue.isEmpty()).isTrue();
    assertThat(wakeUps).hasValue(3);
  }

  @Test
  void shouldAskForASurveyWhenItBegins() {
    assertThat(queue.takeSurvey()).isFalse();
    queue.began();
    assertThat(queue.isEmpty()).isFalse();
    assertThat(queue.takeSurvey()).isTrue();
    assertThat(queue.takeSurvey()).isFalse();
    assertThat(queue.overflows()).isZero();
  }

  @Test
  void shouldAskForASurveyWhenItOverflows() {
    for (int i = 0; i < CAPACITY + 3; i++) {
      seal(i);
    }
    assertThat(queue.overflows()).isEqualTo(1);
    assertThat(queue.takeSurvey()).isTrue();
    assertThat(queue.drain(listener, 100)).isEqualTo(CAPACITY);
    seal(100);
    assertThat(queue.drain(listener, 100)).isEqualTo(1);
    assertThat(queue.takeSurvey()).isFalse();
  }

  /** The writer waits for room, so that nothing may be missing. */
  @Test
  void shouldLoseNothingBetweenTwoThreads() throws InterruptedException {
    AtomicInteger told = new AtomicInteger();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < MANY; i++) {
                while (i - told.get() >= CAPACITY) {
                  Thread.onSpinWait();
                }
                seal(i);
              }
            });
    StoreNews counting =
        new StoreNews() {
          @Override
          public void sealed(ObjectId id, Place place) {
            assertThat(id).isEqualTo(id(told.get()));
            assertThat(place.generation()).isEqualTo(-told.get());
          }

          @Override
          public void gone(ObjectId id) {
            throw new AssertionError("nothing went");
          }
        };
    while (told.get() < MANY) {
      int drained = queue.drain(counting, 1);
      told.addAndGet(drained);
      Thread.onSpinWait();
    }
    writer.join();
    assertThat(queue.overflows()).isZero();
  }
}
