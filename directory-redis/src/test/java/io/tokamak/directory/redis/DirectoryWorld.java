// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.directory.Directory;

/** Where directories are tried: makes them, and lets time pass. */
interface DirectoryWorld extends AutoCloseable {
  /** Another node's directory, not joined yet. */
  Directory directory();

  long nowNs();

  /** Lets a little time pass. */
  void pause();

  /** How long a condition may take to come true. */
  long patienceNs();

  @Override
  void close();
}
