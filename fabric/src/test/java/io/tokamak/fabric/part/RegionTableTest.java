// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Pointers mean what they meant when they were made, or nothing. */
final class RegionTableTest {
  private final RegionTable<Registration> table = new RegionTable<>(7, 2);
  private final MemorySegment memory = Arena.ofAuto().allocate(64, 8);

  private Registration register(Access access) {
    return table.register(memory, access, registration -> registration);
  }

  @Test
  void shouldUseNumbersAgainWithAnotherGeneration() {
    Registration first = register(Access.READ);
    RemotePointer pointer = first.pointer(8, 16);
    assertThat(pointer).isEqualTo(new RemotePointer(7, 0, 1, 8, 16));
    assertThat(table.find(0, 1)).isSameAs(first);
    assertThat(first.close()).isTrue();
    assertThat(first.close()).isFalse();
    table.remove(first);
    assertThat(table.find(0, 1)).isNull();
    Registration second = register(Access.READ);
    assertThat(second.number()).isZero();
    assertThat(second.generation()).isEqualTo(2);
    assertThat(table.find(0, 1)).isNull();
    assertThat(table.find(0, 2)).isSameAs(second);
    assertThat(table.find(-1, 0)).isNull();
    assertThat(table.find(9, 0)).isNull();
    assertThat(table.all()).containsExactly(second);
  }

  @Test
  void shouldUndoWhatCouldNotBeMade() {
    assertThatThrownBy(() ->
            table.register(
                memory,
                Access.READ,
                registration -> {
                  throw new IllegalStateException("cannot be pinned");
                }))
        .hasMessage("cannot be pinned");
    register(Access.READ);
    register(Access.READ);
    assertThat(table.all()).hasSize(2);
    assertThatThrownBy(() -> register(Access.READ)).hasMessageContaining("2 regions");
    assertThatThrownBy(
            () -> table.register(MemorySegment.ofArray(new byte[8]), Access.READ, made -> made))
        .hasMessageContaining("heap");
  }

  @Test
  void shouldCheckBoundsAccessAndAlignment() {
    Registration readable = register(Access.READ);
    Registration writable = register(Access.WRITE);
    assertThat(readable.check(0, 64, Access.READ)).isEqualTo(OperationStatus.DONE);
    assertThat(readable.check(1, 64, Access.READ)).isEqualTo(OperationStatus.OUT_OF_BOUNDS);
    assertThat(readable.check(-1, 1, Access.READ)).isEqualTo(OperationStatus.OUT_OF_BOUNDS);
    assertThat(readable.check(0, Long.MAX_VALUE, Access.READ))
        .isEqualTo(OperationStatus.OUT_OF_BOUNDS);
    assertThat(readable.check(0, 8, Access.WRITE)).isEqualTo(OperationStatus.DENIED);
    assertThat(writable.checkWord(8)).isEqualTo(OperationStatus.DONE);
    assertThat(writable.checkWord(9)).isEqualTo(OperationStatus.MISALIGNED);
    assertThat(writable.checkWord(64)).isEqualTo(OperationStatus.OUT_OF_BOUNDS);
    assertThat(writable.fetchAdd(8, 5)).isZero();
    assertThat(writable.compareAndSwap(8, 5, 9)).isEqualTo(5);
    assertThat(writable.compareAndSwap(8, 5, 1)).isEqualTo(9);
  }
}
