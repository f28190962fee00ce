// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static io.tokamak.store.StoreHarness.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.wire.error.ObjectExistsException;
import io.tokamak.wire.error.StoreFullException;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.message.CreateReply;
import io.tokamak.wire.message.CreateRequest;
import org.junit.jupiter.api.Test;

class MemoryQueueTest {
  private final StoreHarness harness = new StoreHarness();
  private final FakeClient client = harness.connect();
  private final long full = client.putByMessage(id(0), StoreHarness.CAPACITY);
  private final int pin = client.pin(id(0));

  private void makeRoom() {
    client.unpin(pin, full);
    harness.pass(50);
  }

  @Test
  void shouldServeInOrder() {
    var large = client.request(id(1), StoreHarness.CAPACITY, 1000);
    var small = client.request(id(2), 10, 1000);
    harness.pass(10);
    assertThat(large.isPending()).isTrue();
    assertThat(small.isPending()).isTrue();
    makeRoom();
    assertThat(large.isComplete()).isTrue();
    assertThat(small.isPending()).isTrue();
    client.abort(id(1));
    harness.work();
    assertThat(small.isComplete()).isTrue();
    StoreAudit.check(harness);
  }

  @Test
  void shouldRefuseAtTheDeadline() {
    var answer = client.request(id(1), 10, 100);
    harness.pass(99);
    assertThat(answer.isPending()).isTrue();
    harness.pass(1);
    assertThat(answer.failure()).isInstanceOf(StoreFullException.class);
    assertThat(harness.count(StoreCounter.CREATES_TIMED_OUT)).isEqualTo(1);
    assertThat(harness.count(StoreCounter.CREATES_QUEUED)).isZero();
  }

  @Test
  void shouldRefuseAtOnceWhatWaitingDoesNotHelp() {
    client.request(id(1), 10, 1000);
    assertThat(client.request(id(0), 10, 1000).failure()).isInstanceOf(ObjectExistsException.class);
    assertThat(client.request(id(2), StoreHarness.CAPACITY + 1, 1000).failure())
        .isInstanceOf(StoreFullException.class);
    assertThat(client.request(id(2), Long.MAX_VALUE, 0).failure()).hasMessageContaining("possible");
    assertThat(client.request(id(2), 10, 0).failure()).isInstanceOf(StoreFullException.class);
  }

  @Test
  void shouldForgetWhoIsGone() {
    FakeClient other = harness.connect();
    var theirs = other.request(id(1), StoreHarness.CAPACITY, 1000);
    var mine = client.request(id(2), 10, 1000);
    other.die();
    makeRoom();
    assertThat(theirs.isPending()).isTrue();
    assertThat(mine.isComplete()).isTrue();
    StoreAudit.check(harness);
  }

  @Test
  void shouldTryMoreRarelyWhileItIsInVain() {
    client.request(id(1), 10, 10_000);
    long scans = harness.count(StoreCounter.PIN_SCANS);
    for (int turn = 0; turn < 1000; turn++) {
      harness.pass(1);
    }
    assertThat(harness.count(StoreCounter.PIN_SCANS) - scans).isBetween(10L, 100L);
  }

  @Test
  void shouldLetAnAnswerAskForMore() {
    FakeClient other = harness.connect();
    Answer<CreateReply> second = new Answer<>();
    Answer<CreateReply> first = new Answer<>();
    harness.store.create(
        client.session,
        client,
        new CreateRequest(id(1), 10, 0, 1000),
        new Completion<>() {
          @Override
          public void complete(CreateReply value) {
            first.complete(value);
            harness.store.create(
                other.session, other, new CreateRequest(id(2), 10, 0, 1000), second);
            harness.store.cancel(client);
          }

          @Override
          public void fail(TokamakException why) {
            first.fail(why);
          }
        });
    makeRoom();
    assertThat(first.isComplete()).isTrue();
    assertThat(second.isComplete()).isTrue();
    StoreAudit.check(harness);
  }

  @Test
  void shouldAnswerOnceAndServeTheOthersWhenAnAnswerCannotBeGiven() {
    Answer<CreateReply> first = new Answer<>();
    harness.store.create(
        client.session,
        client,
        new CreateRequest(id(1), 10, 0, 1000),
        new Completion<>() {
          @Override
          public void complete(CreateReply value) {
            first.complete(value);
            throw new IllegalStateException("the answer cannot be given");
          }

          @Override
          public void fail(TokamakException why) {
            first.fail(why);
          }
        });
    var second = client.request(id(2), 10, 1000);
    client.unpin(pin, full);
    assertThatThrownBy(() -> harness.pass(50)).hasMessage("the answer cannot be given");
    assertThat(first.isComplete()).isTrue();
    harness.pass(50);
    assertThat(second.isComplete()).isTrue();
    assertThat(harness.count(StoreCounter.CREATES_QUEUED)).isZero();
    harness.pass(2000);
    StoreAudit.check(harness);
  }
}
