// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static io.tokamak.store.StoreHarness.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.memory.layout.SlotLayout;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.message.Holder;
import org.junit.jupiter.api.Test;

/**
 * A client died and another process got its number, before or after the store has seen the end of
 * the first one's connection. A session is known by its connection and its own number, never by the
 * process.
 */
class PidReuseTest {
  private static final int PID = 4711;

  private final StoreHarness harness = new StoreHarness();
  private final FakeClient first = harness.connect(PID, 1);
  private final FakeClient second = harness.connect(PID, 2);

  private long startTime(FakeClient client) {
    long slot = harness.segment.geometry().slotOffset(client.session.slotIndex());
    return harness.segment.words().getVolatile(slot + SlotLayout.OWNER_START_TIME);
  }

  @Test
  void shouldGiveEachItsOwnSessionAndSlot() {
    assertThat(first.session.id()).isNotEqualTo(second.session.id());
    assertThat(first.session.slotIndex()).isNotEqualTo(second.session.slotIndex());
    assertThat(startTime(first)).isEqualTo(1);
    assertThat(startTime(second)).isEqualTo(2);
  }

  @Test
  void shouldTakeBackWhatTheDeadOneHeldAndNothingOfTheOther() {
    first.create(id(1), 100);
    second.create(id(2), 100);
    second.putByMessage(id(3), 100);
    first.pin(id(3));
    second.pin(id(3));
    first.die();
    assertThat(harness.store.holders(id(3)))
        .containsExactly(new Holder(PID, second.session.identity().name(), 1));
    assertThat(harness.store.session(second.session.id())).contains(second.session);
    assertThat(harness.store.session(first.session.id())).isEmpty();
    second.sealByMessage(id(2));
    assertThat(harness.store.contains(id(2))).isTrue();
    second.createByMessage(id(1), 100);
    StoreAudit.check(harness);
  }

  @Test
  void shouldNotLetTheNewProcessEndWhatTheOldOneWrites() {
    first.createByMessage(id(1), 100);
    assertThatThrownBy(() -> second.sealByMessage(id(1)))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> second.abort(id(1))).isInstanceOf(InvalidRequestException.class);
    first.sealByMessage(id(1));
    assertThat(harness.store.contains(id(1))).isTrue();
  }

  @Test
  void shouldOpenAFreshSlotForTheNewProcessInThePlaceOfTheOld() {
    first.putByMessage(id(1), 100);
    first.pin(id(1));
    first.die();
    FakeClient heir = harness.connect(PID, 3);
    assertThat(heir.session.slotIndex()).isEqualTo(first.session.slotIndex());
    assertThat(startTime(heir)).isEqualTo(3);
    assertThat(harness.store.holders(id(1))).isEmpty();
    StoreAudit.check(harness);
  }
}
