// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.harness;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of this machine. */
public final class Programs {
  private Programs() {}

  /** Where a program is, by the search path; empty when it is not installed. */
  public static Optional<String> installed(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(place -> Path.of(place, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /** What a program says of its version, the first line of it; {@code unknown} if it does not. */
  public static String version(String program) {
    try {
      Process process = new ProcessBuilder(program, "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      try (BufferedReader lines = process.inputReader()) {
        String first = lines.readLine();
        return first == null ? "unknown" : first.strip();
      }
    } catch (IOException e) {
      return "unknown";
    }
  }
}
