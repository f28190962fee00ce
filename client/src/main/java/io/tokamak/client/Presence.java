// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.memory.Segment;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.table.ObjectTable;
import io.tokamak.wire.ObjectId;

/**
 * Whether a sealed object is there, as the shared table shows it. Works on a read-only mapping.
 * Thread-safe; allocates nothing.
 */
final class Presence {
  static final int PRESENT = 0;
  static final int ABSENT = 1;

  /** It is changing just now: ask the store. */
  static final int ASK = 2;

  private static final int ATTEMPTS = 32;

  private final ObjectTable table;
  private final Entries entries;

  Presence(Segment segment) {
    this.table = segment.table();
    this.entries = segment.entries();
  }

  /** Returns {@link #PRESENT}, {@link #ABSENT} or {@link #ASK}. */
  int of(ObjectId id) {
    long ref = glance(id);
    return ref != ObjectTable.ABSENT && table.isStill(ref) ? PRESENT : search(id);
  }

  /** A sealed object of this id, as the first look tells; see {@link ObjectTable#glance}. */
  long glance(ObjectId id) {
    int hint = id.hint();
    long ref = table.glanceAt(hint, id.word0(), id.word1(), id.word2());
    if (ref == ObjectTable.ABSENT) {
      ref = table.glance(id.word0(), id.word1(), id.word2());
      id.noteHint((int) (ref >>> 32));
    }
    return ref;
  }

  private int search(ObjectId id) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long ref = table.find(id.word0(), id.word1(), id.word2());
      if (ref <= ObjectTable.ABSENT) {
        return ref == ObjectTable.ABSENT ? ABSENT : ASK;
      }
      long control = entries.control(ObjectRef.entry(ref));
      if (Control.generation(control) == ObjectRef.generation(ref)) {
        if (Control.isReadable(control)) {
          return PRESENT;
        }
        if (Control.state(control) == Control.CREATED) {
          return ABSENT;
        }
      }
      Thread.onSpinWait();
    }
    return ASK;
  }
}
