// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static io.tokamak.store.StoreHarness.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.layout.HeaderLayout;
import io.tokamak.wire.ObjectId;
import org.junit.jupiter.api.Test;

class SharedModeTest {
  private final StoreHarness harness = new StoreHarness();
  private final FakeClient one = harness.connect();
  private final FakeClient two = harness.connect();

  SharedModeTest() {
    one.putByMessage(id(1), 100);
    one.putByMessage(id(2), 100);
  }

  /** What clients are told after the next round of housekeeping. */
  private boolean isShared() {
    harness.pass(100);
    return harness.segment.words().getVolatile(HeaderLayout.SHARED_MODE) != 0;
  }

  /** Each its own object: of two who read the same one, the second need not write the tick. */
  private void read(FakeClient client) {
    ObjectId id = client == one ? id(1) : id(2);
    client.unpin(client.pin(id), client.find(id));
  }

  @Test
  void shouldBeOffWhileOneClientReads() {
    assertThat(isShared()).isFalse();
    for (int round = 0; round < 3; round++) {
      read(one);
      assertThat(isShared()).isFalse();
    }
  }

  @Test
  void shouldBeOnWhileTwoClientsRead() {
    assertThat(isShared()).isFalse();
    for (int round = 0; round < 3; round++) {
      read(one);
      read(two);
      assertThat(isShared()).isTrue();
    }
    read(two);
    assertThat(isShared()).isFalse();
  }

  @Test
  void shouldBeOffWhenNobodyReads() {
    assertThat(isShared()).isFalse();
    read(one);
    read(two);
    assertThat(isShared()).isTrue();
    assertThat(isShared()).isFalse();
  }

  @Test
  void shouldNotCountClientsThatLeft() {
    assertThat(isShared()).isFalse();
    read(one);
    read(two);
    two.die();
    assertThat(isShared()).isFalse();
  }

  @Test
  void shouldNotTakeClientsWithoutASlotForReaders() {
    FakeClient reader = harness.connectReadOnly();
    assertThat(isShared()).isFalse();
    read(one);
    reader.get(0, id(1));
    assertThat(isShared()).isFalse();
  }
}
