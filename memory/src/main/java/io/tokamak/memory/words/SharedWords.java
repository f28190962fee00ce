// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.words;

/**
 * 64-bit words of memory that several processes share. All lock-free protocol code (pins, object
 * table, leases, rings) reads and writes through this interface, so that the same code runs over a
 * mapped segment in production and over a model of weak memory in tests.
 *
 * <p>An {@code offset} counts bytes from the start of the memory. It is a multiple of 8 for the
 * {@code long} methods and of 4 for the {@code int} methods. Values are in the byte order of the
 * machine. Plain accesses are single copy atomic (never torn) but order nothing.
 *
 * <p>Implementations for production are thread-safe and allocate nothing.
 */
public interface SharedWords {

  /** Loads a word; orders nothing. */
  long getPlain(long offset);

  /** Loads a word; later accesses of this thread stay behind it. */
  long getAcquire(long offset);

  /** Loads a word, in one total order with all other volatile accesses. */
  long getVolatile(long offset);

  /** Stores a word; orders nothing. */
  void putPlain(long offset, long value);

  /** Stores a word; earlier accesses of this thread stay ahead of it. */
  void putRelease(long offset, long value);

  /** Stores a word, in one total order with all other volatile accesses. */
  void putVolatile(long offset, long value);

  /**
   * Stores {@code value} if the word holds {@code expected}; atomic, with volatile effects on this
   * word. Do not rely on it to order a later load of <em>another</em> word: use {@link #fullFence}.
   */
  boolean compareAndSet(long offset, long expected, long value);

  /** Stores {@code value} and returns what the word held; atomic like {@link #compareAndSet}. */
  long getAndSet(long offset, long value);

  /** Adds {@code delta} and returns what the word held; atomic like {@link #compareAndSet}. */
  long getAndAdd(long offset, long delta);

  /** Loads 4 bytes; orders nothing. */
  int getIntPlain(long offset);

  /** Stores 4 bytes; orders nothing. */
  void putIntPlain(long offset, int value);

  /**
   * Keeps every earlier access of this thread ahead of every later one, stores before loads too.
   */
  void fullFence();
}
