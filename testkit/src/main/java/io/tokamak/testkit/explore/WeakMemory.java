// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import io.tokamak.testkit.explore.Access.Order;
import io.tokamak.testkit.explore.Access.Shape;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The model of shared memory: which values an access may return, and what it does.
 *
 * <h2>The model</h2>
 *
 * A store buffer delays a thread's stores, so that others go on reading the old value. Seen from
 * the other side: a <em>load may return an old value</em>. This model has only the other side. A
 * word keeps every value it has held, oldest first, each with a <em>stamp</em> (its place in that
 * list) and with a {@link View}: for each word, the oldest stamp that may still be seen. Each
 * thread has a view too. Then
 *
 * <ul>
 *   <li>a <b>load</b> may return any value not older than the thread's view of that word. Its stamp
 *       goes into the view: a thread never goes back in time on one word.
 *   <li>an <b>acquiring</b> load joins the message's view to the thread's: whatever the storing
 *       thread knew, this one knows. A plain load learns it only at the thread's next fence.
 *   <li>a <b>store</b> appends. A <b>release</b> store carries the thread's whole view; a plain
 *       store carries what the thread knew at its last fence, so plain stores between two releases
 *       become visible in any order.
 *   <li>a <b>volatile</b> access acquires or releases, and a volatile load sees nothing older than
 *       the newest volatile store to that word. But a plain or release store may be delayed beyond
 *       the thread's next volatile loads: these then see nothing older than what was newest at its
 *       last volatile access before that store.
 *   <li>a <b>read-modify-write</b> always works on the newest value, acquires and releases. With
 *       {@link Strength#WEAK_RMW} that is all: the thread's later loads of other words may return
 *       old values, as though satisfied before it. With {@link Strength#FENCING_RMW} it is a full
 *       fence as well. A failed compareAndSet is a volatile load (weak) or also a fence.
 *   <li>a <b>full fence</b> joins the thread's view with one view common to all fences, both ways:
 *       of two fences, the later one knows all that the earlier one knew.
 * </ul>
 *
 * The last rule is what a hazard pointer rests on. {@code pin = e; fence; read control} against
 * {@code control = EVICTING; fence; read pins}: whichever fence comes second knows the other side's
 * store. Take either fence away and both sides may read old values. (In store buffers: both stores
 * are still waiting in their buffers.)
 *
 * <p>This is the view machine for release-acquire, relaxed accesses and SC fences known from the
 * work on the C11 model (Kang, Hur, Lahav, Vafeiadis, Dreyer: "A promising semantics for
 * relaxed-memory concurrency", POPL 2017), without promises. It allows everything that x86 store
 * buffers allow, and more: reads that are not acquired, IRIW. All choice lies in the order of steps
 * and in which value a load returns, so there are no separate steps for draining a buffer.
 *
 * <h2>What it leaves out</h2>
 *
 * Two things that the Java model allows are not there. A load is not delayed beyond a <em>later
 * store</em> of its own thread (load buffering). And the order in which plain stores of different
 * threads to one word take effect is the order of the steps (no 2+2W). The first matters where a
 * thread reads an object and then gives it back with a store that does not release: {@link
 * Stage#raceFree} finds that, because it looks at happens-before and not at values: a thread counts
 * its accesses to race-free words, views carry the counts, and a conflicting access that the other
 * thread has not heard of is a race. Fences alone do not carry the counts from thread to thread.
 * The two halves of a word are not independent: a 4-byte store also republishes the other half.
 */
final class WeakMemory {
  private final WordIndex index;
  private final Strength strength;
  private final boolean orderedPlain;

  WeakMemory(WordIndex index, Strength strength, boolean orderedPlain) {
    this.index = index;
    this.strength = strength;
    this.orderedPlain = orderedPlain;
  }

  /** What a step led to; {@code race} describes a race on a race-free word, if there was one. */
  record Step(MemoryState state, long result, @Nullable String race) {}

  /**
   * How many values behind the newest one the access may find, each alternative once, newest first.
   * Empty when {@code onlyNews} is asked for and there is none.
   */
  int[] choices(MemoryState state, int thread, Access access, boolean onlyNews) {
    if (access.shape() == Shape.FENCE || access.shape() == Shape.STORE) {
      return new int[] {0};
    }
    int word = index.number(access.word());
    int newest = state.newest(word);
    int oldest = state.known[thread].stamp(word) + (onlyNews ? 1 : 0);
    if (access.kind().order == Order.VOLATILE) {
      oldest = Math.max(oldest, state.floor(thread, word));
    }
    if (oldest > newest) {
      return new int[0];
    }
    return access.shape() == Shape.LOAD
        ? IntStream.rangeClosed(0, newest - oldest).toArray()
        : updateChoices(state.history(word), access, oldest);
  }

  /** An update that stores finds the newest value; one that fails may have found an older one. */
  private int[] updateChoices(Message[] history, Access access, int oldest) {
    int newest = history.length - 1;
    if (strength == Strength.FENCING_RMW) {
      return new int[] {0};
    }
    return IntStream.rangeClosed(0, newest - oldest)
        .filter(behind -> behind == 0 || !access.storesOver(history[newest - behind].value()))
        .toArray();
  }

  Step step(MemoryState before, int thread, Access access, int behind) {
    if (access.shape() == Shape.FENCE) {
      MemoryState state = before.copy();
      fence(state, thread);
      return new Step(state, 0, null);
    }
    int word = index.number(access.word());
    MemoryState state = before.copy();
    String race = index.isRaceFree(word) ? noteUse(state, thread, word, access) : null;
    boolean fences = access.shape() == Shape.UPDATE && strength == Strength.FENCING_RMW;
    if (fences) {
      fence(state, thread);
    }
    long found = perform(state, thread, word, access, behind);
    if (fences) {
      fence(state, thread);
    }
    return new Step(state, access.resultFrom(found), race);
  }

  private long perform(MemoryState state, int thread, int word, Access access, int behind) {
    Message[] history = state.history(word);
    int stamp = history.length - 1 - behind;
    Message found = history[stamp];
    if (access.shape() != Shape.STORE) {
      load(state, thread, word, access, stamp, found);
    }
    if (access.storesOver(found.value())) {
      store(state, thread, word, access, access.storedOver(found.value()));
    }
    return found.value();
  }

  private void load(
      MemoryState state, int thread, int word, Access access, int stamp, Message found) {
    View seen = state.known[thread].withStamp(word, stamp);
    if (synchronises(access)) {
      state.known[thread] = seen.join(found.view());
    } else {
      state.known[thread] = seen;
      state.unacquired[thread] = state.unacquired[thread].join(found.view());
    }
    if (access.kind().order == Order.VOLATILE && !state.storing[thread]) {
      anchor(state, thread);
    }
  }

  private void store(MemoryState state, int thread, int word, Access access, long value) {
    int stamp = state.newest(word) + 1;
    View known = state.known[thread].withStamp(word, stamp);
    state.known[thread] = known;
    state.storing[thread] = true;
    if (access.kind().order == Order.VOLATILE) {
      state.volatiles = state.volatiles.withStamp(word, stamp);
      anchor(state, thread);
    }
    View told = synchronises(access) ? known : state.fenced[thread].withStamp(word, stamp);
    state.append(word, new Message(value, told));
  }

  private boolean synchronises(Access access) {
    return orderedPlain || access.kind().order != Order.PLAIN;
  }

  private static void fence(MemoryState state, int thread) {
    View known = state.known[thread].join(state.unacquired[thread]).joinStamps(state.fences);
    state.volatiles = state.volatiles.joinStamps(known);
    anchor(state, thread);
    state.fences = state.fences.joinStamps(known);
    state.known[thread] = known;
    state.fenced[thread] = known;
    state.unacquired[thread] = View.NONE;
  }

  /** The thread takes its place in the order of volatile accesses: here. */
  private static void anchor(MemoryState state, int thread) {
    state.anchor[thread] = state.volatiles;
    state.storing[thread] = false;
  }

  private static @Nullable String noteUse(MemoryState state, int thread, int word, Access access) {
    boolean stores = access.shape() != Shape.LOAD;
    View known = state.known[thread];
    int rival = rival(state, thread, word, stores);
    int count = known.heard(thread) + 1;
    state.known[thread] = known.withHeard(thread, count);
    if (stores) {
      state.stored(word, thread, count);
    } else {
      state.loaded(word, thread, count);
    }
    return rival < 0 ? null : "race: nothing orders this access after that of thread " + rival;
  }

  /** A thread whose last conflicting use of the word this thread has not heard of, or -1. */
  private static int rival(MemoryState state, int thread, int word, boolean stores) {
    for (int other = 0; other < state.threads(); other++) {
      int last = state.stored(word, other);
      if (stores) {
        last = Math.max(last, state.loaded(word, other));
      }
      if (other != thread && last > state.known[thread].heard(other)) {
        return other;
      }
    }
    return -1;
  }

  /** The newest value of a word. */
  long newest(MemoryState state, long word) {
    Message[] history = state.history(index.number(word));
    return history[history.length - 1].value();
  }
}
