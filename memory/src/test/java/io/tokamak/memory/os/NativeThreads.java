// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Looks at threads as the kernel sees them: Java calls a thread in a system call runnable. */
final class NativeThreads {

  private NativeThreads() {}

  /** Waits until this process has a thread of that name (at most 15 letters) asleep. */
  static void awaitAsleep(String name) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(2))
        .until(() -> isAsleep(name));
  }

  private static boolean isAsleep(String name) {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      return tasks.map(task -> stat(task)).anyMatch(stat -> isAsleep(stat, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isAsleep(String stat, String name) {
    return stat.contains("(" + name + ")") && ProcessIdentity.fields(stat)[0].equals("S");
  }

  private static String stat(Path task) {
    try {
      return Files.readString(task.resolve("stat"));
    } catch (IOException ended) {
      return "";
    }
  }
}
