// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each scenario calls twice: a second call must not fail with NoClassDefFoundError instead. */
class NativeAccessTest {

  private static final String DENY = "--illegal-native-access=deny";

  @Test
  void shouldNameTheFlagForTheClassPath() throws Exception {
    try (ChildJvm child = ChildJvm.startWith(List.of(DENY), "native-access")) {
      for (int call = 0; call < 2; call++) {
        assertThat(child.line())
            .startsWith("NativeAccessException")
            .contains("class path")
            .endsWith("--enable-native-access=ALL-UNNAMED");
      }
    }
  }

  @Test
  void shouldNameTheFlagForTheModule() throws Exception {
    try (ChildJvm child = ChildJvm.startAsModule(List.of(DENY), "native-access")) {
      for (int call = 0; call < 2; call++) {
        assertThat(child.line())
            .startsWith("NativeAccessException")
            .endsWith("--enable-native-access=io.tokamak.memory");
      }
    }
  }

  @Test
  void shouldWorkWithTheFlagItNames() throws Exception {
    String flag = "--enable-native-access=io.tokamak.memory";
    try (ChildJvm child = ChildJvm.startAsModule(List.of(DENY, flag), "native-access")) {
      assertThat(child.line()).isEqualTo("ok " + SystemMemory.pageLengthBytes());
    }
  }
}
