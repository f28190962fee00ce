// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class JvmCommandTest {
  @Test
  void shouldTakeOptionsUpToTheClassPath() {
    List<String> line = List.of("java", "-Xms24m", "-Da=b", "-cp", "a.jar", "Main", "-x", "file");

    assertThat(JvmCommand.options(line)).containsExactly("-Xms24m", "-Da=b");
  }

  @Test
  void shouldTakeOptionsUpToTheMainClass() {
    assertThat(JvmCommand.options(List.of("java", "-Xint", "Main", "-x"))).containsExactly("-Xint");
    assertThat(JvmCommand.options(List.of("java", "-jar", "a.jar"))).isEmpty();
    assertThat(JvmCommand.options(List.of())).isEmpty();
  }

  @Test
  void shouldStartThisJavaWithThisClassPath() {
    List<String> words = JvmCommand.ofThisProcess().of("Main", List.of("a", "b"));

    assertThat(words.getFirst()).startsWith(System.getProperty("java.home"));
    assertThat(words).contains("--enable-native-access=ALL-UNNAMED");
    assertThat(words).endsWith("-cp", System.getProperty("java.class.path"), "Main", "a", "b");
  }
}
