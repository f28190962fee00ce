// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.slot.Retirement;
import io.tokamak.memory.table.Entries;
import io.tokamak.wire.message.DeleteOutcome;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Deletion on request. An object in use is deleted when its last pin goes; until then it can be
 * read.
 */
final class Deletes {
  private final Entries entries;
  private final Retirement retirement;
  private final PinScan pinScan;
  private final Objects objects;
  private final StoreCounters counters;
  private final Set<Long> deferred = new LinkedHashSet<>();
  private boolean released;

  Deletes(
      Entries entries,
      Retirement retirement,
      PinScan pinScan,
      Objects objects,
      StoreCounters counters) {
    this.entries = entries;
    this.retirement = retirement;
    this.pinScan = pinScan;
    this.objects = objects;
    this.counters = counters;
  }

  /**
   * Deletes the announced objects {@code refs}; 0 stands for unknown. What is not announced is
   * refused. One scan of pins for all.
   */
  DeleteOutcome[] delete(long[] refs) {
    DeleteOutcome[] results = new DeleteOutcome[refs.length];
    long[] controls = new long[refs.length];
    for (int i = 0; i < refs.length; i++) {
      results[i] = begin(refs, controls, i);
    }
    if (Arrays.stream(controls).anyMatch(control -> control != 0)) {
      finish(refs, controls, results);
    }
    return results;
  }

  private void finish(long[] refs, long[] controls, DeleteOutcome[] results) {
    PinCounts pins = pinScan.now();
    for (int i = 0; i < refs.length; i++) {
      if (controls[i] != 0) {
        results[i] = finish(refs[i], controls[i], pins);
      } else if (results[i] == DeleteOutcome.UNKNOWN && deferred.contains(refs[i])) {
        results[i] = DeleteOutcome.DEFERRED;
      }
    }
  }

  private DeleteOutcome begin(long[] refs, long[] controls, int i) {
    if (refs[i] == ObjectRef.NONE) {
      return DeleteOutcome.UNKNOWN;
    }
    int entry = ObjectRef.entry(refs[i]);
    if (!objects.isAnnounced(entry)) {
      return Control.generation(entries.control(entry)) == ObjectRef.generation(refs[i])
          ? DeleteOutcome.REFUSED
          : DeleteOutcome.UNKNOWN;
    }
    controls[i] = retirement.begin(refs[i]);
    return DeleteOutcome.UNKNOWN;
  }

  private DeleteOutcome finish(long ref, long control, PinCounts pins) {
    if (pins.of(ref) > 0) {
      retirement.restore(ref, Control.withState(control, Control.DELETING));
      deferred.add(ref);
      return DeleteOutcome.DEFERRED;
    }
    deferred.remove(ref);
    objects.free(ref);
    counters.add(StoreCounter.DELETED, 1);
    return DeleteOutcome.DELETED;
  }

  /** Somebody released something: {@link #work} has a look. */
  void released() {
    released = true;
  }

  /** Whether {@link #work} has to be called soon. */
  boolean isDue() {
    return released && !deferred.isEmpty();
  }

  /** Whether objects wait for their last pin to go. */
  boolean areDeferred() {
    return !deferred.isEmpty();
  }

  /** Looks once, however many releases there were. Returns how many objects were deleted. */
  int work() {
    boolean due = isDue();
    released = false;
    return due ? finishDeferred() : 0;
  }

  /** Deletes those of the deferred objects whose last pin went. Returns how many. */
  int finishDeferred() {
    if (deferred.isEmpty()) {
      return 0;
    }
    int before = deferred.size();
    deferred.removeIf(ref -> !isStillDeleting(ref));
    delete(deferred.stream().mapToLong(Long::longValue).toArray());
    return before - deferred.size();
  }

  /** The same for one object. Returns whether it is still there. */
  boolean finishDeferred(long ref) {
    return delete(new long[] {ref})[0] == DeleteOutcome.DEFERRED;
  }

  /** An eviction may have been faster. */
  private boolean isStillDeleting(long ref) {
    long control = entries.control(ObjectRef.entry(ref));
    return Control.generation(control) == ObjectRef.generation(ref);
  }
}
