// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RemotePointerTest {
  private static final RemotePointer POINTER =
      new RemotePointer(0x0102030405060708L, 0x11121314, 0x21222324, 0x4000, 0x100);

  @Test
  void shouldLieInMemoryAsDocumented() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(RemotePointer.LENGTH + 3);
      POINTER.write(memory, 3);
      byte[] bytes = memory.asSlice(3).toArray(ValueLayout.JAVA_BYTE);
      assertThat(HexFormat.of().formatHex(bytes))
          .isEqualTo(
              "0807060504030201"
                  + "14131211"
                  + "24232221"
                  + "0040000000000000"
                  + "0001000000000000");
      assertThat(RemotePointer.read(memory, 3)).isEqualTo(POINTER);
    }
  }

  @Test
  void shouldGiveParts() {
    assertThat(POINTER.slice(0x10, 0x20).offset()).isEqualTo(0x4010);
    assertThat(POINTER.slice(0x100, 0).length()).isZero();
    assertThatThrownBy(() -> POINTER.slice(0xF0, 0x11))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("17 bytes at 240, it has 256");
    assertThatThrownBy(() -> POINTER.slice(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> POINTER.slice(Long.MAX_VALUE, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void shouldRefuseBytesThatAreNoPointer() {
    assertThatThrownBy(() -> new RemotePointer(1, 1, 1, -1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RemotePointer(1, 1, 1, Long.MAX_VALUE, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new NodeRef(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
