// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import java.util.List;

/** Something to ask Redis. */
sealed interface Command {
  /** A script. */
  record Call(Script script, String prefix, List<byte[]> arguments) implements Command {}

  /** Who holds an object: life and location, alternating. */
  record Holders(String key) implements Command {}

  /** A message without content. Answers how many got it. */
  record Wake(String channel) implements Command {}

  /** What Redis says of its memory: a text. */
  record MemoryInfo() implements Command {}
}
