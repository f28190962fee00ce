// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import io.tokamak.memory.words.SharedWords;
import io.tokamak.testkit.explore.Access.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The words that the code under test sees. During set-up and checks they are ordinary memory.
 * During a rehearsal (see {@link Program}) they answer from the thread's {@link Script}; the first
 * access beyond its end is noted and the thread abandoned.
 */
final class ModelWords implements SharedWords {
  private final MapWords memory = new MapWords();
  private final Suspended suspended = new Suspended();
  private @Nullable Script script;
  private boolean ignoringFences;
  private int position;
  private @Nullable Access next;

  void rehearse(Script answers, boolean ignoreFences) {
    script = answers;
    ignoringFences = ignoreFences;
    position = 0;
    next = null;
  }

  void endRehearsal() {
    script = null;
  }

  /** The access that ended the rehearsal; null when the thread came to its end. */
  @Nullable Access next() {
    return next;
  }

  /** How many answers of the script were used. */
  int position() {
    return position;
  }

  MapWords memory() {
    return memory;
  }

  private long access(Kind kind, long offset, long first, long second) {
    int alignment = kind.isInt() ? 4 : 8;
    if (offset < 0 || offset % alignment != 0) {
      throw new IllegalArgumentException(
          "%s at offset %d: it must be a multiple of %d and not negative"
              .formatted(kind.method, offset, alignment));
    }
    Script answers = script;
    return answers == null
        ? memory.perform(new Access(kind, offset, first, second))
        : answer(answers, kind, offset, first, second);
  }

  private long answer(Script answers, Kind kind, long offset, long first, long second) {
    if (next != null) {
      throw suspended; // code that unwinds may try further accesses: they do not happen
    }
    if (position == answers.length()) {
      next = new Access(kind, offset, first, second);
      throw suspended;
    }
    Access expected = answers.access(position);
    if (!expected.is(kind, offset, first, second)) {
      throw new NotRepeatable(position, expected, new Access(kind, offset, first, second));
    }
    return answers.result(position++);
  }

  @Override
  public long getPlain(long offset) {
    return access(Kind.GET_PLAIN, offset, 0, 0);
  }

  @Override
  public long getAcquire(long offset) {
    return access(Kind.GET_ACQUIRE, offset, 0, 0);
  }

  @Override
  public long getVolatile(long offset) {
    return access(Kind.GET_VOLATILE, offset, 0, 0);
  }

  @Override
  public void putPlain(long offset, long value) {
    access(Kind.PUT_PLAIN, offset, value, 0);
  }

  @Override
  public void putRelease(long offset, long value) {
    access(Kind.PUT_RELEASE, offset, value, 0);
  }

  @Override
  public void putVolatile(long offset, long value) {
    access(Kind.PUT_VOLATILE, offset, value, 0);
  }

  @Override
  public boolean compareAndSet(long offset, long expected, long value) {
    return access(Kind.COMPARE_AND_SET, offset, expected, value) == 1;
  }

  @Override
  public long getAndSet(long offset, long value) {
    return access(Kind.GET_AND_SET, offset, value, 0);
  }

  @Override
  public long getAndAdd(long offset, long delta) {
    return access(Kind.GET_AND_ADD, offset, delta, 0);
  }

  @Override
  public int getIntPlain(long offset) {
    return (int) access(Kind.GET_INT_PLAIN, offset, 0, 0);
  }

  @Override
  public void putIntPlain(long offset, int value) {
    access(Kind.PUT_INT_PLAIN, offset, value, 0);
  }

  @Override
  public void fullFence() {
    if (script != null && !ignoringFences) {
      access(Kind.FULL_FENCE, 0, 0, 0);
    }
  }
}
