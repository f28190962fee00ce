// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;

/** One field of a record in shared memory, and the checks every record has to pass. */
record Field(String name, int offset, int length) {

  /** Fields lie inside the record, at multiples of their length up to 8, and do not overlap. */
  static void assertSound(int recordLength, List<Field> fields) {
    int end = 0;
    for (Field field : fields.stream().sorted(Comparator.comparingInt(Field::offset)).toList()) {
      assertThat(field.offset).as("start of " + field.name).isGreaterThanOrEqualTo(end);
      assertThat(field.offset % Math.min(8, field.length))
          .as("alignment of " + field.name)
          .isZero();
      end = field.offset + field.length;
    }
    assertThat(end).as("end of the last field").isLessThanOrEqualTo(recordLength);
  }

  /** The same, and there is no padding. */
  static void assertDense(int recordLength, List<Field> fields) {
    assertSound(recordLength, fields);
    assertThat(fields.stream().mapToInt(Field::length).sum()).isEqualTo(recordLength);
  }
}
