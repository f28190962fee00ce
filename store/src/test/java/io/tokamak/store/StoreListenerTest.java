// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static io.tokamak.store.StoreHarness.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.layout.HeaderLayout;
import io.tokamak.wire.ObjectId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreListenerTest {
  private static final Duration PAUSE = Duration.ofNanos(Interest.PAUSE_NS);

  private final StoreHarness harness = new StoreHarness();
  private final FakeClient client = harness.connect();
  private final List<String> heard = new ArrayList<>();

  private final StoreListener listener =
      new StoreListener() {
        @Override
        public void began() {
          heard.add("began");
        }

        @Override
        public void sealed(
            ObjectId id, long ref, long offset, long dataLength, int metadataLength) {
          assertThat(harness.segment.entries().offset((int) (ref >>> 32) - 1)).isEqualTo(offset);
          heard.add("sealed " + id + " " + dataLength + "+" + metadataLength);
        }

        @Override
        public void gone(ObjectId id) {
          heard.add("gone " + id);
        }
      };

  private static String sealed(int number, int length) {
    return "sealed " + id(number) + " " + length + "+0";
  }

  private boolean isInteresting() {
    return harness.segment.words().getVolatile(HeaderLayout.INTEREST) != 0;
  }

  @Test
  void shouldHearOfEverySealAndEveryEndFromThenOn() {
    client.putByMessage(id(1), 10);
    harness.store.listen(listener);
    client.putByMessage(id(2), 20);
    client.delete(id(1));
    client.putByMessage(id(1), 11);
    assertThat(heard).containsExactly("began", sealed(2, 20), "gone " + id(1), sealed(1, 11));
    assertThat(harness.store.entriesEverUsed()).isPositive();
    harness.store.stopListening();
    StoreAudit.check(harness);
  }

  @Test
  void shouldHearNothingMoreOnceItStopped() {
    harness.store.listen(listener);
    assertThat(isInteresting()).isTrue();
    harness.store.stopListening();
    client.putByMessage(id(1), 10);
    client.delete(id(1));
    assertThat(heard).containsExactly("began");
    assertThat(isInteresting()).isFalse();
    StoreAudit.check(harness);
  }

  @Test
  void shouldHearOfTheFirstSealAtOnceAndOfTheNextOnesTogether() {
    harness.work();
    harness.store.listen(listener);
    harness.clock.advance(PAUSE);
    for (int i = 0; i < 5; i++) {
      client.putLeased(id(i), i);
    }
    assertThat(heard).containsExactly("began", sealed(0, 0), sealed(1, 1));
    assertThat(harness.store.counters().get(StoreCounter.DOORBELLS)).isEqualTo(2);
    assertThat(harness.store.nextDeadlineNs(harness.clock.getAsLong()))
        .isEqualTo(harness.clock.getAsLong() + Interest.PAUSE_NS);

    heard.clear();
    harness.clock.advance(PAUSE);
    harness.work();
    assertThat(heard).containsExactly(sealed(2, 2), sealed(3, 3), sealed(4, 4));
    assertThat(harness.store.nextDeadlineNs(harness.clock.getAsLong()))
        .isGreaterThan(harness.clock.getAsLong() + Interest.PAUSE_NS);
  }

  @Test
  void shouldLetNobodyWaitForALateAnswer() {
    harness.store.listen(listener);
    client.putLeased(id(1), 1);
    client.putLeased(id(2), 2);
    FakeClient waiting = harness.connect();
    var answer = waiting.get(-1, id(3));
    client.putLeased(id(3), 3);
    assertThat(answer.isComplete()).isTrue();
    harness.store.stopListening();
    StoreAudit.check(harness);
  }
}
