// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.layout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BitFieldsTest {

  @ParameterizedTest
  @CsvSource({"0,-1,0", "1,0,1", "2,2047,-1", "4,1048575,2147483647", "3,5,-2147483648"})
  void shouldPackAndUnpackControl(int state, int slot, int generation) {
    long control = Control.of(state, slot, generation);
    assertThat(Control.state(control)).isEqualTo(state);
    assertThat(Control.slot(control)).isEqualTo(slot);
    assertThat(Control.generation(control)).isEqualTo(generation);
  }

  @Test
  void shouldHaveExactBits() {
    assertThat(Control.of(Control.SEALED, 4, 7)).isEqualTo(0x0000_0007_0000_0502L);
    assertThat(ObjectRef.of(4, 7)).isEqualTo(0x0000_0005_0000_0007L);
    assertThat(BucketWord.next(0x0000_0001_0000_0009L, 3)).isEqualTo(0x0000_0002_0000_0003L);
  }

  @Test
  void shouldChangeTheStateOnly() {
    long control = Control.of(Control.SEALED, 9, -2);
    long evicting = Control.withState(control, Control.EVICTING);
    assertThat(evicting).isEqualTo(Control.of(Control.EVICTING, 9, -2));
    assertThat(Control.freed(evicting)).isEqualTo(Control.of(Control.EMPTY, -1, -1));
  }

  @Test
  void shouldReadSealedAndDeletingObjectsOnly() {
    assertThat(Control.isReadable(Control.of(Control.SEALED, 0, 0))).isTrue();
    assertThat(Control.isReadable(Control.of(Control.DELETING, 0, 0))).isTrue();
    assertThat(Control.isReadable(Control.of(Control.CREATED, 0, 0))).isFalse();
    assertThat(Control.isReadable(Control.of(Control.EVICTING, 0, 0))).isFalse();
    assertThat(Control.isReadable(Control.of(Control.EMPTY, -1, 0))).isFalse();
  }

  @Test
  void shouldWrapTheVersionOfABucket() {
    assertThat(BucketWord.next(0xFFFF_FFFF_0000_0001L, 2)).isEqualTo(2L);
    assertThat(BucketWord.head(BucketWord.next(0, -1))).isEqualTo(-1);
  }

  @Test
  void shouldTellEntryAndGenerationOfAReference() {
    long ref = ObjectRef.of(1 << 29, -1);
    assertThat(ObjectRef.entry(ref)).isEqualTo(1 << 29);
    assertThat(ObjectRef.generation(ref)).isEqualTo(-1);
  }
}
