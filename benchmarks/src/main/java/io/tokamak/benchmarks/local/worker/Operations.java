// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local.worker;

import java.io.IOException;

/**
 * The operations of one system, each for a run of consecutive keys: the loop is inside, so that
 * what is called in it is known to the compiler and nothing of the harness is in the way. One
 * thread.
 *
 * <p>An operation that did not do what it should (a missing object, an error of the server) throws;
 * a benchmark of misses would look wonderful.
 */
interface Operations extends AutoCloseable {
  /** Whether keys are needed as text. */
  boolean wantsTexts();

  /** Makes buffers for values of this size. */
  void prepare(int sizeBytes);

  /** Puts values of the prepared size. */
  void put(Keys keys, int from, int count) throws IOException;

  /** Gets values of the prepared size. */
  void get(Keys keys, int from, int count) throws IOException;

  /**
   * Gets values of the prepared size and has all their bytes in a buffer of the client afterwards.
   */
  void getAndRead(Keys keys, int from, int count) throws IOException;

  /** Asks for objects that are there. */
  void contains(Keys keys, int from, int count) throws IOException;

  /** Deletes one by one. */
  void delete(Keys keys, int from, int count) throws IOException;

  @Override
  void close() throws IOException;
}
