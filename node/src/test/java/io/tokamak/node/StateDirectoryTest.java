// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateDirectoryTest {
  @TempDir private Path home;

  @Test
  void shouldLiveInTheHomeDirectoryForThisUserAlone() throws IOException {
    Map<String, String> environment = Map.of("HOME", home.toString());
    Path log = StateDirectory.of(environment, "/nowhere").log(Path.of("/run/a.sock"));

    assertThat(log.getParent()).isEqualTo(home.resolve(".local/state/tokamak"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void shouldLiveWhereTheEnvironmentSays() throws IOException {
    Map<String, String> environment = Map.of("XDG_STATE_HOME", home.resolve("state").toString());

    assertThat(StateDirectory.of(environment, "/nowhere").log(Path.of("/run/a.sock")).getParent())
        .isEqualTo(home.resolve("state/tokamak"));
  }

  @Test
  void shouldGiveEachSocketItsOwnLogAndAlwaysTheSame() throws IOException {
    StateDirectory state = StateDirectory.of(Map.of(), home.toString());
    Path log = state.log(Path.of("/run/a.sock"));

    assertThat(state.log(Path.of("/run/x/../a.sock"))).isEqualTo(log);
    assertThat(state.log(Path.of("/run/b.sock"))).isNotEqualTo(log);
  }

  @Test
  void shouldSetALongLogAside() throws IOException {
    StateDirectory state = StateDirectory.of(Map.of(), home.toString());
    Path log = state.log(Path.of("/run/a.sock"));
    Files.write(log, new byte[(1 << 20) + 1]);

    assertThat(state.log(Path.of("/run/a.sock"))).isEqualTo(log).doesNotExist();
    assertThat(log.resolveSibling(log.getFileName() + ".1")).hasSize((1 << 20) + 1);
  }
}
