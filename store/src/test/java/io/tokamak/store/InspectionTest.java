// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static io.tokamak.store.StoreHarness.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.ObjectState;
import io.tokamak.wire.error.ObjectNotFoundException;
import io.tokamak.wire.message.Holder;
import io.tokamak.wire.message.ListReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InspectionTest {
  private final StoreHarness harness = new StoreHarness();
  private final FakeClient client = harness.connect();

  private ObjectInfo info(int number) {
    return harness.store.infos(List.of(id(number))).getFirst().orElseThrow();
  }

  @Test
  void shouldTellTheFactsOfAnObject() {
    long createdAt = harness.clock.micros().getAsLong();
    client.lease(4096, 4);
    long ref = client.createLeased(id(0), 1000, 7);
    harness.clock.advance(Duration.ofMillis(5));
    client.seal(ref);
    client.pin(id(0));
    client.get(0, id(0), id(0));
    harness.store.pin(List.of(id(0)));
    assertThat(info(0))
        .isEqualTo(
            new ObjectInfo(
                id(0),
                ObjectState.SEALED,
                1000,
                7,
                3,
                true,
                createdAt,
                createdAt + 5000,
                client.session.identity().pid(),
                client.parts().entries().offset(ObjectRef.entry(ref))));
  }

  @Test
  void shouldTellWhatIsUnsealedDeletedInUseOrNotThere() {
    client.create(id(0), 100);
    client.createByMessage(id(1), 200);
    client.putByMessage(id(2), 300);
    client.pin(id(2));
    client.delete(id(2));
    assertThat(info(0).state()).isEqualTo(ObjectState.CREATED);
    assertThat(info(0).dataLength()).isEqualTo(100);
    assertThat(info(0).sealedAtMicros()).isZero();
    assertThat(info(1).state()).isEqualTo(ObjectState.CREATED);
    assertThat(info(2).state()).isEqualTo(ObjectState.DELETING);
    assertThat(info(2).pins()).isEqualTo(1);
    assertThat(harness.store.infos(List.of(id(3), id(1), id(3))))
        .extracting(Optional::isPresent)
        .containsExactly(false, true, false);
    assertThat(ids(harness.store.list(0, 0))).containsExactlyInAnyOrder(id(0), id(1), id(2));
  }

  private static List<ObjectId> ids(ListReply reply) {
    return reply.objects().stream().map(ObjectInfo::id).toList();
  }

  @Test
  void shouldListPieceByPieceWithoutGapsOrRepetitions() {
    int count = 25;
    IntStream.range(0, count).forEach(i -> client.putByMessage(id(i), 10));
    client.delete(id(11));
    List<ObjectId> all = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    int cursor = 0;
    do {
      ListReply piece = harness.store.list(cursor, 10);
      all.addAll(ids(piece));
      sizes.add(piece.objects().size());
      cursor = piece.nextCursor();
    } while (cursor != 0);
    assertThat(sizes).containsExactly(10, 10, 4);
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, count).filter(i -> i != 11).mapToObj(StoreHarness::id).toList());
  }

  @Test
  void shouldEndAListThatBeginsBehindTheLastObjectOrNowhere() {
    client.putByMessage(id(0), 10);
    assertThat(harness.store.list(StoreHarness.ENTRIES - 1, 10))
        .isEqualTo(new ListReply(0, List.of()));
    assertThat(harness.store.list(Integer.MAX_VALUE, 10)).isEqualTo(new ListReply(0, List.of()));
    assertThat(ids(harness.store.list(-5, 10))).containsExactly(id(0));
  }

  @Test
  void shouldNameAllWhoHoldAnObjectInTheirSlotOrOnTheBooks() {
    client.putByMessage(id(0), 10);
    client.pin(id(0));
    client.pin(id(0));
    FakeClient reader = harness.connectReadOnly();
    reader.get(0, id(0), id(0), id(0));
    harness.connect();
    assertThat(harness.store.holders(id(0))).containsExactly(holder(client, 2), holder(reader, 3));
    reader.die();
    assertThat(harness.store.holders(id(0))).containsExactly(holder(client, 2));
    assertThatThrownBy(() -> harness.store.holders(id(1)))
        .isInstanceOf(ObjectNotFoundException.class);
  }

  private static Holder holder(FakeClient who, int pins) {
    return new Holder(who.session.identity().pid(), who.session.identity().name(), pins);
  }

  @Test
  void shouldNameAtMostEightHoldersWhenThereIsNoRoom() {
    client.putByMessage(id(0), StoreHarness.CAPACITY);
    for (int i = 0; i < 10; i++) {
      harness.connectReadOnly().get(0, id(0));
    }
    String why = String.valueOf(client.request(id(1), 10, 0).failure().getMessage());
    assertThat(why).contains("pid 101 (client-101), 1 pins", "pid 108 (client-108), 1 pins");
    assertThat(why.split("pid ", -1)).hasSize(9);
  }
}
