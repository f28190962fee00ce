// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.EntryLayout;
import io.tokamak.testkit.simulation.Semantics;
import io.tokamak.testkit.simulation.World;
import io.tokamak.transfer.HeldObject;
import io.tokamak.transfer.NewObject;
import io.tokamak.transfer.Place;
import io.tokamak.transfer.StoreNews;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ObjectExistsException;
import io.tokamak.wire.error.StoreFullException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedStoreTest {
  private static final ObjectId A = ObjectId.named("a");
  private static final ObjectId B = ObjectId.named("b");
  private static final ObjectId C = ObjectId.named("c");
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final List<String> sealed = new ArrayList<>();
  private final SimulatedStore store =
      new SimulatedStore(
          World.of(1, Semantics.weakest()).node("n"),
          1024,
          4,
          (id, bytes) -> sealed.add(id.equals(A) + " " + bytes.length));

  private NewObject put(ObjectId id, long length) {
    NewObject created = store.create(id, length, 0);
    store.data().asSlice(created.offset(), length).fill((byte) 1);
    created.seal();
    return created;
  }

  private HeldObject held(ObjectId id) {
    HeldObject held = store.hold(id);
    assertThat(held).isNotNull();
    return held;
  }

  private long control(Place place) {
    return store.table().get(U64, (long) place.entry() * EntryLayout.LENGTH);
  }

  private List<String> news() {
    List<String> heard = new ArrayList<>();
    store.news(listener(heard));
    return heard;
  }

  private static StoreNews listener(List<String> heard) {
    return new StoreNews() {
      @Override
      public void sealed(ObjectId id, Place place) {
        heard.add("sealed " + place.dataLength());
      }

      @Override
      public void gone(ObjectId id) {
        heard.add("gone");
      }
    };
  }

  @Test
  void shouldShowAnObjectOnceItIsSealed() {
    NewObject created = store.create(A, 20, 3);
    assertThat(store.contains(A)).isFalse();
    assertThat(store.hold(A)).isNull();
    assertThat(store.unsealed()).isOne();
    created.seal();
    assertThat(store.contains(A)).isTrue();
    assertThat(sealed).containsExactly("true 27");
    assertThat(news()).containsExactly("sealed 20");
    assertThat(news()).isEmpty();
    assertThat(Control.state(control(held(A).place()))).isEqualTo(Control.SEALED);
  }

  @Test
  void shouldFreeAtTheLastRelease() {
    put(A, 100);
    HeldObject held = held(A);
    assertThat(store.delete(List.of(A))).isOne();
    assertThat(store.contains(A)).isTrue();
    assertThat(control(held.place())).isEqualTo(Control.of(Control.DELETING, Control.NO_SLOT, 0));
    held.release();
    assertThat(store.contains(A)).isFalse();
    assertThat(Control.generation(control(held.place()))).isOne();
    assertThat(news()).containsExactly("sealed 100", "gone");
    assertThat(put(B, 100).offset()).isEqualTo(held.place().offset());
  }

  @Test
  void shouldEvictTheOldestForANewOne() {
    put(A, 400);
    put(B, 400);
    held(A).release();
    put(C, 400);
    assertThat(store.contains(A)).isTrue();
    assertThat(store.contains(B)).isFalse();
    assertThat(store.sealed()).containsExactlyInAnyOrder(A, C);
  }

  @Test
  void shouldBeFullOfPinnedObjects() {
    put(A, 600);
    held(A);
    assertThatThrownBy(() -> store.create(B, 600, 0)).isInstanceOf(StoreFullException.class);
    assertThatThrownBy(() -> store.create(A, 1, 0)).isInstanceOf(ObjectExistsException.class);
    assertThatThrownBy(() -> store.create(B, 2000, 0)).isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void shouldForgetWhatWasAborted() {
    store.create(A, 100, 0).abort();
    assertThat(store.unsealed()).isZero();
    assertThat(store.freeBytes()).isEqualTo(1024);
    assertThat(news()).isEmpty();
    put(A, 100);
  }

  @Test
  void shouldSurveyAllThatIsSealed() {
    put(A, 1);
    store.create(B, 2, 0);
    put(C, 3);
    List<String> heard = new ArrayList<>();
    assertThat(store.survey(0, listener(heard))).isZero();
    assertThat(heard).containsExactlyInAnyOrder("sealed 1", "sealed 3");
  }

  @Test
  void shouldFindWritesAfterTheSeal() {
    NewObject created = put(A, 100);
    store.data().set(ValueLayout.JAVA_BYTE, created.offset() + 99, (byte) 2);
    assertThatThrownBy(store::requireSound).hasMessageContaining("changed after it was sealed");
  }

  @Test
  void shouldFindWritesToFreeMemory() {
    NewObject created = store.create(A, 100, 0);
    created.abort();
    store.data().set(ValueLayout.JAVA_BYTE, created.offset(), (byte) 2);
    assertThatThrownBy(store::requireSound).hasMessageContaining("wrote to free memory");
    assertThatThrownBy(() -> store.create(B, 1, 0)).isInstanceOf(AssertionError.class);
  }

  @Test
  void shouldFindWhoEndsTwice() {
    NewObject created = put(A, 1);
    assertThatThrownBy(created::abort).hasMessageContaining("before");
    HeldObject held = held(A);
    held.release();
    assertThatThrownBy(held::release).hasMessageContaining("twice");
  }

  @Test
  void shouldSumUpTheBytes() {
    put(A, 9);
    assertThat(held(A).checksum()).isEqualTo(Checksums.of(store.data().asSlice(0, 9)));
  }
}
