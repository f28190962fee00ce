// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.cluster;

import java.net.URI;

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
   * @param url {@code redis://[:PASSWORD@]HOST:PORT/DB}
   */
  record Redis(URI url) implements DirectoryChoice {
    /** Checks the scheme. */
    public Redis {
      if (!"redis".equals(url.getScheme()) && !"rediss".equals(url.getScheme())) {
        throw new IllegalArgumentException(
            "a directory is at redis://HOST:PORT/DB, found scheme " + url.getScheme());
      }
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "Redis[" + url.getHost() + ":" + url.getPort() + url.getPath() + "]";
    }
  }
}
