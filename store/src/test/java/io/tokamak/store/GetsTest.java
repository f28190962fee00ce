// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static io.tokamak.store.StoreHarness.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.memory.layout.HeaderLayout;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.message.GetReply;
import io.tokamak.wire.message.GetRequest;
import io.tokamak.wire.message.ObjectLocation;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GetsTest {
  private final StoreHarness harness = new StoreHarness();
  private final FakeClient writer = harness.connect();
  private final FakeClient reader = harness.connect();

  @Test
  void shouldAnswerInRequestOrder() {
    writer.putByMessage(id(1), 10);
    writer.putLeased(id(2), 20);
    var objects = reader.get(0, id(2), id(3), id(1), id(2)).value().objects();
    assertThat(objects).extracting(ObjectLocation::dataLength).containsExactly(20L, 0L, 10L, 20L);
    assertThat(objects.get(1).present()).isFalse();
    assertThat(objects.get(3).pinIndex()).isNotEqualTo(objects.get(0).pinIndex());
    StoreAudit.check(harness);
  }

  @Test
  void shouldWaitForAllAndKeepWhatIsThere() {
    writer.putByMessage(id(1), 10);
    var answer = reader.get(-1, id(1), id(2), id(2));
    harness.store.evict(writer.session, Long.MAX_VALUE);
    assertThat(harness.store.contains(id(1))).isTrue();
    writer.putLeased(id(2), 20);
    assertThat(answer.value().objects()).extracting(ObjectLocation::present).doesNotContain(false);
    assertThat(harness.store.holders(id(2)).getFirst().pins()).isEqualTo(2);
    assertThat(harness.segment.words().getVolatile(HeaderLayout.INTEREST)).isZero();
  }

  @Test
  void shouldAnswerAtTheDeadlineWithWhatIsThere() {
    writer.putByMessage(id(1), 10);
    var answer = reader.get(100, id(1), id(2));
    harness.pass(99);
    assertThat(answer.isPending()).isTrue();
    harness.pass(1);
    assertThat(answer.value().objects())
        .extracting(ObjectLocation::present)
        .containsExactly(true, false);
    writer.putByMessage(id(2), 10);
    assertThat(harness.count(StoreCounter.GETS_TIMED_OUT)).isEqualTo(1);
  }

  @Test
  void shouldLetGoOfWhatACancelledGetHeld() {
    writer.putByMessage(id(1), 10);
    reader.get(-1, id(1), id(2));
    writer.delete(id(1));
    reader.cancelWaits();
    harness.work();
    assertThat(harness.store.contains(id(1))).isFalse();
    writer.putByMessage(id(2), 10);
    assertThat(harness.store.holders(id(2))).isEmpty();
  }

  @Test
  void shouldTellTheOthersWhenTheAnswerToOneGoesWrong() {
    Completion<GetReply> broken =
        new Completion<>() {
          @Override
          public void complete(GetReply reply) {
            throw new IllegalStateException("broken");
          }

          @Override
          public void fail(TokamakException why) {
            throw new AssertionError(why);
          }
        };
    harness.store.get(reader.session, reader, new GetRequest(-1, List.of(id(1))), broken);
    var answer = reader.get(-1, id(1));
    assertThatThrownBy(() -> writer.putByMessage(id(1), 10)).hasMessage("broken");
    assertThat(answer.isComplete()).isTrue();
  }

  @Test
  void shouldAnswerEachOfManyWaitsForOneObject() {
    ObjectId[] ids = new ObjectId[15_000];
    Arrays.fill(ids, id(1));
    FakeClient bookKeeper = harness.connectReadOnly();
    var many = bookKeeper.get(-1, ids);
    var one = reader.get(-1, id(1));
    writer.putLeased(id(1), 10);
    assertThat(many.value().objects()).hasSize(15_000);
    assertThat(one.isComplete()).isTrue();
    assertThat(harness.store.holders(id(1))).anyMatch(holder -> holder.pins() == 15_000);
    bookKeeper.die();
    StoreAudit.check(harness);
  }

  @Test
  void shouldBoundWhatOneConnectionWaitsFor() {
    ObjectId[] ids = new ObjectId[15_000];
    Arrays.setAll(ids, StoreHarness::id);
    for (int i = 0; i < 8; i++) {
      reader.get(-1, ids);
    }
    assertThatThrownBy(() -> reader.get(-1, ids)).isInstanceOf(InvalidRequestException.class);
    assertThat(reader.get(0, ids).isComplete()).isTrue();
    reader.cancelWaits();
    assertThat(reader.get(-1, ids).isPending()).isTrue();
  }

  @Test
  void shouldPinOnTheBooksWhenASlotIsFull() {
    long ref = writer.putByMessage(id(1), 10);
    ObjectId[] ids = new ObjectId[1030];
    Arrays.fill(ids, id(1));
    var objects = reader.get(0, ids).value().objects();
    assertThat(objects.getFirst().pinIndex()).isNotNegative();
    assertThat(objects.getLast().pinIndex()).isEqualTo(ObjectLocation.PINNED_BY_STORE);
    for (int i = 0; i < 6; i++) {
      reader.release(ref);
    }
    assertThatThrownBy(() -> reader.release(ref)).isInstanceOf(InvalidRequestException.class);
    StoreAudit.check(harness);
  }
}
