// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote.contender;

import io.tokamak.benchmarks.harness.Row;
import java.io.IOException;

/**
 * A way to get objects from another process. Whatever it is, after a get all bytes are in memory of
 * this machine's side, each object at a place of its own, where they stay. For one thread.
 *
 * <p>A get that did not bring what it should throws.
 */
public interface Contender extends AutoCloseable {
  /** As it stands in tables and files. */
  String system();

  /** What one get is called. */
  String operation();

  /** Puts objects of one size on the far side; what was there before is gone. */
  void load(int sizeBytes, int objects) throws IOException;

  /** Gets one object that is not here. */
  void fetch(int index) throws IOException;

  /** Gets many that are not here, as fast as it can. */
  void fetchAll(int from, int count) throws IOException;

  /** Drops here what was got, so that it can be got again. Not timed. */
  void forget(int from, int count) throws IOException;

  /** Adds to a row what the contender knows of how the objects came. */
  default Row noted(Row row) {
    return row;
  }

  @Override
  void close() throws IOException;
}
