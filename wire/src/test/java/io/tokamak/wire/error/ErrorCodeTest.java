// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ErrorCodeTest {
  @ParameterizedTest
  @EnumSource
  void shouldLeadToItsExceptionAndBack(ErrorCode code) {
    TokamakException exception = code.exception("asked, found, do");

    assertThat(exception.code()).isEqualTo(code);
    assertThat(exception).hasMessage("asked, found, do").hasNoCause();
    assertThat(ErrorCode.of(code.code())).isEqualTo(code);
  }

  @Test
  void shouldCoverTheWholeFamily() {
    Set<Class<?>> made =
        Arrays.stream(ErrorCode.values())
            .map(code -> code.exception("").getClass())
            .collect(Collectors.toSet());

    assertThat(made)
        .hasSize(ErrorCode.values().length)
        .isEqualTo(new HashSet<>(Arrays.asList(TokamakException.class.getPermittedSubclasses())));
  }

  @Test
  void shouldNeverChangeItsNumbers() {
    assertThat(
            Arrays.stream(ErrorCode.values())
                .collect(Collectors.toMap(ErrorCode::code, ErrorCode::name)))
        .hasSize(14)
        .containsEntry(1, "OBJECT_EXISTS")
        .containsEntry(2, "OBJECT_NOT_FOUND")
        .containsEntry(3, "OBJECT_NOT_SEALED")
        .containsEntry(4, "OBJECT_ALREADY_SEALED")
        .containsEntry(5, "OBJECT_IN_USE")
        .containsEntry(6, "STORE_FULL")
        .containsEntry(7, "QUOTA_EXCEEDED")
        .containsEntry(8, "TIMEOUT")
        .containsEntry(9, "DISCONNECTED")
        .containsEntry(10, "NODE_LOST")
        .containsEntry(11, "PROTOCOL_MISMATCH")
        .containsEntry(12, "INVALID_REQUEST")
        .containsEntry(13, "RELEASED")
        .containsEntry(14, "TABLE_FULL");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 15, 65535})
  void shouldRejectUnknownNumbers(int code) {
    assertThatThrownBy(() -> ErrorCode.of(code))
        .isInstanceOf(ProtocolMismatchException.class)
        .hasMessage("error code: found " + code + ", expected 1 to 14");
  }

  @Test
  void shouldKeepTheCause() {
    Throwable cause = new IllegalStateException("why");

    assertThat(new DisconnectedException("gone", cause)).hasCause(cause);
  }
}
