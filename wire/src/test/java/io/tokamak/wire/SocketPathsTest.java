// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SocketPathsTest {
  @Test
  void shouldPreferWhatTheUserSays() {
    assertThat(
            SocketPaths.defaultSocket(
                Map.of("TOKAMAK_SOCKET", "/a/b", "XDG_RUNTIME_DIR", "/run/user/5"), 5))
        .isEqualTo(Path.of("/a/b"));
  }

  @Test
  void shouldUseTheRuntimeDirectory() {
    assertThat(
            SocketPaths.defaultSocket(
                Map.of("TOKAMAK_SOCKET", "", "XDG_RUNTIME_DIR", "/run/user/5"), 5))
        .isEqualTo(Path.of("/run/user/5/tokamak/store.sock"));
  }

  @Test
  void shouldFallBackToADirectoryOfTheUser() {
    assertThat(SocketPaths.defaultSocket(Map.of("XDG_RUNTIME_DIR", ""), -2))
        .isEqualTo(Path.of("/tmp/tokamak-4294967294/store.sock"));
  }

  @Test
  void shouldKnowTheUserOfThisProcess() {
    assertThat(SocketPaths.defaultSocket().toString()).endsWith(".sock");
  }

  @Test
  void shouldHaveTheManagerBesideTheStore() {
    assertThat(SocketPaths.manager(Path.of("/run/tokamak/store.sock")))
        .isEqualTo(Path.of("/run/tokamak/store.sock.manager"));
  }
}
