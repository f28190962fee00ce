// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The server of Redis, as all benchmarks start it: it keeps nothing on disk. */
public final class RedisProgram {
  private RedisProgram() {}

  /** Where it is; empty when it is not installed. */
  public static Optional<String> installed() {
    return Programs.installed("redis-server");
  }

  /**
   * The command that runs it in the foreground.
   *
   * @param program where it is
   * @param directory where it works
   * @param place options that say where it listens
   */
  public static List<String> command(String program, Path directory, String... place) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(place));
    command.addAll(List.of("--dir", directory.toString()));
    command.addAll(List.of("--save", "", "--appendonly", "no", "--daemonize", "no"));
    return List.copyOf(command);
  }
}
