// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.result;

import io.tokamak.benchmarks.harness.Programs;
import java.util.List;

/**
 * A system that was measured beside ours.
 *
 * @param name as in the rows
 * @param version what it says of itself
 * @param command how it was started
 */
public record Peer(String name, String version, String command) {

  /** A program of this machine, started so. */
  public static Peer of(String name, List<String> command) {
    return new Peer(name, Programs.version(command.getFirst()), String.join(" ", command));
  }
}
