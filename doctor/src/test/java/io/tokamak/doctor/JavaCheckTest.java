// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class JavaCheckTest {
  @Test
  void shouldBePleasedWithTheOneThatRunsThis() {
    assertThat(JavaCheck.here().look())
        .extracting(Finding::verdict)
        .containsExactly(Verdict.OK, Verdict.OK);
  }

  @Test
  void shouldSayHowToGetAnother() {
    assertThat(new JavaCheck(21, "21.0.4, Somebody", true).look().getFirst())
        .isEqualTo(
            Finding.missing(
                "jdk", "21.0.4, Somebody", "install a JDK 25, or set TOKAMAK_JAVA_HOME to one"));
  }

  @Test
  void shouldNameTheFlagForNativeAccess() {
    Finding denied = new JavaCheck(25, "25", false).look().getLast();

    assertThat(denied.verdict()).isEqualTo(Verdict.MISSING);
    assertThat(denied.remedy()).contains("--enable-native-access=ALL-UNNAMED");
  }
}
