// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import io.tokamak.memory.libc.ProcessCalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process, told from a later one that got the same number.
 *
 * @param pid process id
 * @param startTime when it started, in clock ticks since the machine started
 */
public record ProcessIdentity(long pid, long startTime) {

  // In /proc/<pid>/stat after "pid (name) ": the state is field 0, the start time field 19.
  private static final int STATE_FIELD = 0;
  private static final int START_TIME_FIELD = 19;

  /** The process with this number, if one is alive now. */
  public static Optional<ProcessIdentity> of(long pid) {
    return status(pid)
        .filter(fields -> !isDead(fields[STATE_FIELD]))
        .map(fields -> new ProcessIdentity(pid, Long.parseLong(fields[START_TIME_FIELD])));
  }

  /** This process. */
  public static ProcessIdentity current() {
    return of(ProcessHandle.current().pid())
        .orElseThrow(() -> new IllegalStateException("/proc is not mounted; mount it"));
  }

  /** Whether this very process still runs; costs a read of /proc (some microseconds). */
  public boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** The user this process acts as, unsigned. */
  public static int currentUid() {
    return ProcessCalls.effectiveUid();
  }

  /** The group this process acts as, unsigned. */
  public static int currentGid() {
    return ProcessCalls.effectiveGid();
  }

  private static Optional<String[]> status(long pid) {
    try {
      Path stat = Path.of("/proc/" + pid + "/stat");
      return Optional.of(fields(new String(Files.readAllBytes(stat), StandardCharsets.ISO_8859_1)));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** The name may hold blanks and parentheses, so the last parenthesis counts. */
  static String[] fields(String stat) {
    return stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ", -1);
  }

  /** A zombie has ended: it only waits for its parent to notice. */
  private static boolean isDead(String state) {
    return state.equals("Z") || state.equals("X");
  }
}
