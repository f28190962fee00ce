// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.wire.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ExitCodeTest {
  @ParameterizedTest
  @CsvSource({
    "OBJECT_NOT_FOUND, 3",
    "STORE_FULL, 4",
    "QUOTA_EXCEEDED, 4",
    "TABLE_FULL, 4",
    "DISCONNECTED, 5",
    "TIMEOUT, 6",
    "OBJECT_EXISTS, 7",
    "OBJECT_NOT_SEALED, 8",
    "OBJECT_IN_USE, 8",
    "INVALID_REQUEST, 1",
  })
  void shouldKeepTheNumbersOfErrors(ErrorCode error, int number) {
    assertThat(ExitCode.of(error.exception("x")).number()).isEqualTo(number);
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void shouldNeverCallAnErrorSuccess(ErrorCode error) {
    assertThat(ExitCode.of(error.exception("x"))).isNotEqualTo(ExitCode.OK);
  }

  @Test
  void shouldKnowItsOwnNumbers() {
    assertThat(ExitCode.values()).allMatch(code -> ExitCode.of(code.number()) == code);
    assertThat(ExitCode.of(143)).isEqualTo(ExitCode.ERROR);
  }
}
