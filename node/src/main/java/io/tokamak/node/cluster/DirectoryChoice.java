// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.cluster;

import io.tokamak.directory.redis.RedisUrl;
import io.tokamak.wire.error.InvalidRequestException;

/** Who keeps the directory of the cluster. */
public sealed interface DirectoryChoice {
  /** This node; others may join it. */
  record Own() implements DirectoryChoice {}

  /**
   * Another node, which keeps its own.
   *
   * @param host where that one listens, HOST:PORT
   */
  record Joined(String host) implements DirectoryChoice {}

  /**
   * A Redis or Valkey server.
   *
   * @param url where it is
   */
  record Redis(RedisUrl url) implements DirectoryChoice {
    /**
     * Reads {@code redis://[USER:PASSWORD@]HOST[:PORT][/DB]}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Redis at(String url) {
      try {
        return new Redis(RedisUrl.parse(url));
      } catch (InvalidRequestException none) {
        throw new IllegalArgumentException(none.getMessage(), none);
      }
    }
  }
}
