// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import io.tokamak.benchmarks.harness.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel says about a process. */
final class NodeFigures {
  private static final double TICKS_PER_SECOND =
      100; // USER_HZ of Linux on every architecture we run on
  private static final int USER_TIME_AFTER_NAME = 11;

  private final Path proc;

  NodeFigures(long pid) {
    this.proc = Path.of("/proc", Long.toString(pid));
  }

  /** Processor time it has used, all threads, in seconds. */
  double processorSeconds() {
    String stat = String.join("", lines("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks =
        Long.parseLong(fields[USER_TIME_AFTER_NAME])
            + Long.parseLong(fields[USER_TIME_AFTER_NAME + 1]);
    return ticks / TICKS_PER_SECOND;
  }

  /**
   * Resident memory in MiB that is not shared memory: what the process takes beyond the segment.
   */
  double privateMib() {
    return (kib("RssAnon") + kib("RssFile")) / 1024.0;
  }

  /** All memory in MiB that it has touched, the segment's too. */
  double touchedMib() {
    return privateMib() + kib("RssShmem") / 1024.0;
  }

  private long kib(String name) {
    return lines("status").stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .mapToLong(Long::parseLong)
        .sum();
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(proc.resolve(file));
    } catch (IOException e) {
      throw new BenchException("cannot read " + proc.resolve(file), e);
    }
  }
}
