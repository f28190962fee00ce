// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.wire.error.ProtocolMismatchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageTypeTest {
  @ParameterizedTest
  @EnumSource
  void shouldBeFoundByItsCode(MessageType type) {
    assertThat(MessageType.of(type.code())).isEqualTo(type);
  }

  @Test
  void shouldNeverChangeItsNumbers() {
    assertThat(MessageType.values())
        .extracting(type -> type.code() + " " + type)
        .containsExactly(
            "1 HELLO",
            "2 ATTACH",
            "3 GOODBYE",
            "4 LEASE",
            "5 CREATE",
            "6 SEAL",
            "7 ABORT",
            "8 GET",
            "9 RELEASE",
            "10 RELEASED",
            "11 DOORBELL",
            "12 CONTAINS",
            "13 LIST",
            "14 DELETE",
            "15 EVICT",
            "16 TOUCH",
            "17 PIN",
            "18 UNPIN",
            "19 PUT",
            "20 SUBSCRIBE",
            "21 EVENTS",
            "22 STATS",
            "23 QUOTA",
            "24 INFO",
            "25 HOLDERS",
            "26 GREET",
            "27 FETCH",
            "28 PREFETCH",
            "29 PUSH",
            "30 LOCATE",
            "31 NODES",
            "32 DELETE_EVERYWHERE",
            "33 PUBLISHED",
            "34 TRANSFERS",
            "35 COSTS",
            "36 CALIBRATE",
            "37 FOLLOW",
            "38 MANAGER_STATUS",
            "39 BROADCAST");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 40, 255})
  void shouldRejectUnknownNumbers(int code) {
    assertThatThrownBy(() -> MessageType.of(code))
        .isInstanceOf(ProtocolMismatchException.class)
        .hasMessage("message type: found " + code + ", expected 1 to 39");
  }
}
