// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.memory.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateDirectoryTest {

  @TempDir Path root;

  @Test
  void shouldCreateADirectoryOnlyTheOwnerCanEnter() throws IOException {
    Path directory = PrivateDirectory.ensure(root.resolve("store"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
  }

  @Test
  void shouldAcceptItsOwnDirectoryAgain() {
    Path directory = PrivateDirectory.ensure(root.resolve("store"));
    assertThat(PrivateDirectory.ensure(directory)).isEqualTo(directory);
  }

  @Test
  void shouldRefuseADirectoryOthersCanEnter() throws IOException {
    Path directory = Files.createDirectory(root.resolve("store"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatThrownBy(() -> PrivateDirectory.ensure(directory))
        .isInstanceOf(SystemCallException.class)
        .hasMessageContaining("rwxr-xr-x instead of rwx------");
  }

  @Test
  void shouldRefuseALinkAndAFile() throws IOException {
    Path target = PrivateDirectory.ensure(root.resolve("target"));
    Path link = Files.createSymbolicLink(root.resolve("link"), target);
    Path file = Files.createFile(root.resolve("file"));
    for (Path wrong : new Path[] {link, file}) {
      assertThatThrownBy(() -> PrivateDirectory.ensure(wrong))
          .isInstanceOf(SystemCallException.class)
          .hasMessageContaining("is not a directory");
    }
  }

  @Test
  void shouldRefuseADirectoryOfAnotherUser() throws IOException {
    Path foreign = directoryOfAnotherUser();
    assertThatThrownBy(() -> PrivateDirectory.ensure(foreign))
        .isInstanceOf(SystemCallException.class)
        .hasMessageContaining("belongs to user");
  }

  private Path directoryOfAnotherUser() throws IOException {
    if (ProcessIdentity.currentUid() != 0) {
      return Path.of("/etc");
    }
    Path directory = PrivateDirectory.ensure(root.resolve("store"));
    Files.setAttribute(directory, "unix:uid", 12345);
    return directory;
  }
}
