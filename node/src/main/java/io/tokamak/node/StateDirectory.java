// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Where nodes keep what outlives them, logs and what they measured: {@code
 * $XDG_STATE_HOME/tokamak}, else {@code ~/.local/state/tokamak}.
 */
public final class StateDirectory {
  private static final long ROLL_LENGTH = 1 << 20;

  private final Path directory;

  private StateDirectory(Path directory) {
    this.directory = directory;
  }

  /** The one of this user. */
  public static StateDirectory ofThisUser() {
    return of(System.getenv(), System.getProperty("user.home"));
  }

  /** The environment goes before what Java takes from the list of users. */
  static StateDirectory of(Map<String, String> environment, String javaHome) {
    Path home = Path.of(environment.getOrDefault("HOME", javaHome));
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path parent = state.isEmpty() ? home.resolve(".local").resolve("state") : Path.of(state);
    return new StateDirectory(parent.resolve("tokamak"));
  }

  /**
   * The log of the node on a socket: the same for each start. A log that has grown over 1 MiB is
   * set aside as {@code .1} first. Creates the directory, for this user alone.
   */
  public Path log(Path socket) throws IOException {
    create();
    Path log = directory.resolve("node-" + name(socket) + ".log");
    if (Files.exists(log) && Files.size(log) > ROLL_LENGTH) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
    return log;
  }

  /** A file of all nodes of this user. Creates the directory, for this user alone. */
  public Path shared(String name) throws IOException {
    create();
    return directory.resolve(name);
  }

  private void create() throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static String name(Path socket) {
    CRC32 checksum = new CRC32();
    checksum.update(
        socket.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8));
    return "%08x".formatted(checksum.getValue());
  }
}
