// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.memory.words.SharedWords;

/** Words from {@code base} on of others: room for several tables in one model of memory. */
record Part(SharedWords words, long base) implements SharedWords {
  @Override
  public long getPlain(long offset) {
    return words.getPlain(base + offset);
  }

  @Override
  public long getAcquire(long offset) {
    return words.getAcquire(base + offset);
  }

  @Override
  public long getVolatile(long offset) {
    return words.getVolatile(base + offset);
  }

  @Override
  public void putPlain(long offset, long value) {
    words.putPlain(base + offset, value);
  }

  @Override
  public void putRelease(long offset, long value) {
    words.putRelease(base + offset, value);
  }

  @Override
  public void putVolatile(long offset, long value) {
    words.putVolatile(base + offset, value);
  }

  @Override
  public boolean compareAndSet(long offset, long expected, long value) {
    return words.compareAndSet(base + offset, expected, value);
  }

  @Override
  public long getAndSet(long offset, long value) {
    return words.getAndSet(base + offset, value);
  }

  @Override
  public long getAndAdd(long offset, long delta) {
    return words.getAndAdd(base + offset, delta);
  }

  @Override
  public int getIntPlain(long offset) {
    return words.getIntPlain(base + offset);
  }

  @Override
  public void putIntPlain(long offset, int value) {
    words.putIntPlain(base + offset, value);
  }

  @Override
  public void fullFence() {
    words.fullFence();
  }
}
