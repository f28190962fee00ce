// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote.contender;

import java.nio.ByteBuffer;

/** What no transfer within one machine can beat: a copy from memory to memory. */
public final class MemoryCopy implements Contender {
  private Places far = new Places(1, 1, 0);
  private Places near = new Places(1, 1, 0);

  /** Has nothing yet. */
  public MemoryCopy() {}

  @Override
  public String system() {
    return "memcpy";
  }

  @Override
  public String operation() {
    return "fetch";
  }

  @Override
  public void load(int sizeBytes, int objects) {
    close();
    far = new Places(sizeBytes, objects, 0);
    near = new Places(sizeBytes, objects, 0);
  }

  @Override
  public void fetch(int index) {
    ByteBuffer target = near.at(index);
    target.put(far.at(index));
  }

  @Override
  public void fetchAll(int from, int count) {
    for (int i = from; i < from + count; i++) {
      fetch(i);
    }
  }

  @Override
  public void forget(int from, int count) {
    // It keeps no account of what it has.
  }

  @Override
  public void close() {
    far.close();
    near.close();
  }
}
