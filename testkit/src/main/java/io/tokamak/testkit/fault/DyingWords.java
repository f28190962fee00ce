// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.fault;

import io.tokamak.memory.words.SharedWords;
import java.util.function.Supplier;

/**
 * Shared words whose user dies at a chosen mutation, as a process does that is killed between two
 * instructions. Every store and every atomic update, failed ones too, counts as one mutation. The
 * death is a {@link StepReached}; after it every access throws it again, so that {@code finally}
 * blocks of the dead do nothing either.
 *
 * <pre>{@code
 * for (int step = 1; new DyingWords(words, step, Moment.AFTER).kills(client::put); step++) {
 *   store.recover();
 *   // ... check, and set up again
 * }
 * }</pre>
 *
 * For one thread, as a client's protocol code is.
 */
public final class DyingWords implements SharedWords {
  private static final long NEVER = Long.MAX_VALUE;

  private final SharedWords words;
  private final long deadlyMutation;
  private final Moment moment;
  private long mutations;
  private boolean dead;

  /** Which side of the deadly mutation the client dies on. */
  public enum Moment {
    /** It is not performed. */
    BEFORE,
    /** It is performed, but its outcome is never known to the client. */
    AFTER
  }

  /** A piece of client code that uses the words. */
  @FunctionalInterface
  public interface Victim {
    /** Runs until it ends or dies. */
    void run(SharedWords words);
  }

  /** Words that kill at the {@code deadlyMutation}-th mutation, counted from 1. */
  public DyingWords(SharedWords words, long deadlyMutation, Moment moment) {
    if (deadlyMutation < 1) {
      throw new IllegalArgumentException(
          "mutations count from 1, asked to die at " + deadlyMutation);
    }
    this.words = words;
    this.deadlyMutation = deadlyMutation;
    this.moment = moment;
  }

  /** Words that only count. */
  public static DyingWords counting(SharedWords words) {
    return new DyingWords(words, NEVER, Moment.BEFORE);
  }

  /** Runs {@code victim} on these words; true when it died, false when it came to its end. */
  public boolean kills(Victim victim) {
    try {
      victim.run(this);
      return dead;
    } catch (StepReached death) {
      return true;
    }
  }

  /** Mutations asked for so far, the deadly one included. */
  public long mutations() {
    return mutations;
  }

  /** Whether the death has happened. */
  public boolean isDead() {
    return dead;
  }

  private SharedWords alive() {
    if (dead) {
      throw death();
    }
    return words;
  }

  private <T> T update(Supplier<T> mutation) {
    alive();
    dead = ++mutations == deadlyMutation;
    if (dead && moment == Moment.BEFORE) {
      throw death();
    }
    T outcome = mutation.get();
    if (dead) {
      throw death();
    }
    return outcome;
  }

  private void store(Runnable mutation) {
    update(() -> {
      mutation.run();
      return this;
    });
  }

  private StepReached death() {
    return new StepReached("died %s mutation %d".formatted(moment, mutations));
  }

  @Override
  public long getPlain(long offset) {
    return alive().getPlain(offset);
  }

  @Override
  public long getAcquire(long offset) {
    return alive().getAcquire(offset);
  }

  @Override
  public long getVolatile(long offset) {
    return alive().getVolatile(offset);
  }

  @Override
  public void putPlain(long offset, long value) {
    store(() -> words.putPlain(offset, value));
  }

  @Override
  public void putRelease(long offset, long value) {
    store(() -> words.putRelease(offset, value));
  }

  @Override
  public void putVolatile(long offset, long value) {
    store(() -> words.putVolatile(offset, value));
  }

  @Override
  public boolean compareAndSet(long offset, long expected, long value) {
    return update(() -> words.compareAndSet(offset, expected, value));
  }

  @Override
  public long getAndSet(long offset, long value) {
    return update(() -> words.getAndSet(offset, value));
  }

  @Override
  public long getAndAdd(long offset, long delta) {
    return update(() -> words.getAndAdd(offset, delta));
  }

  @Override
  public int getIntPlain(long offset) {
    return alive().getIntPlain(offset);
  }

  @Override
  public void putIntPlain(long offset, int value) {
    store(() -> words.putIntPlain(offset, value));
  }

  @Override
  public void fullFence() {
    alive().fullFence();
  }
}
