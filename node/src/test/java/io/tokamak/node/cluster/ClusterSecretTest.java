// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterSecretTest {
  private static final String TEXT = "0123456789abcdef";

  @TempDir private Path directory;

  private Path file(String text, String permissions) throws IOException {
    Path file = Files.writeString(directory.resolve("given"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void shouldReadAFileThatOnlyItsOwnerCanRead() throws IOException {
    ClusterSecret secret = ClusterSecret.of(file(TEXT + "\n", "rw-------"));
    assertThat(secret.isShared()).isTrue();
    assertThat(secret.toString()).contains("given").doesNotContain(TEXT);
    assertThat(ClusterSecret.of(TEXT, "$VARIABLE").isShared()).isTrue();
  }

  @Test
  void shouldRefuseAFileThatOthersCanRead() throws IOException {
    Path file = file(TEXT, "rw-r-----");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterSecret.of(file))
        .withMessageContaining("chmod 600");
  }

  @Test
  void shouldRefuseWhatIsNoSecret() throws IOException {
    Path file = file("short", "rw-------");
    assertThatIllegalArgumentException().isThrownBy(() -> ClusterSecret.of(file));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterSecret.of(directory.resolve("absent")))
        .withMessageContaining("openssl");
  }

  @Test
  void shouldMakeOneForAllNodesOfAUser() throws Exception {
    Path file = directory.resolve("secret");
    try (ExecutorService nodes = Executors.newFixedThreadPool(8)) {
      var starts =
          IntStream.range(0, 8)
              .mapToObj(i -> nodes.submit(() -> ClusterSecret.ofThisUser(file)))
              .toList();
      for (var start : starts) {
        assertThat(start.get().isShared()).isFalse();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
    String made = Files.readString(file);
    ClusterSecret.ofThisUser(file);
    assertThat(file).hasContent(made);
    assertThat(made.strip()).hasSize(64);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(directory).isDirectoryContaining(found -> found.equals(file));
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(1);
    }
  }
}
