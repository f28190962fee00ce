// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.table.ObjectTable;
import io.tokamak.wire.ObjectId;

/** Finds objects by id, with the state they are in. */
final class Lookup {
  /** Each is many by itself. */
  private static final int MOST_ATTEMPTS = 64;

  private final Entries entries;
  private final ObjectTable table;

  Lookup(Entries entries, ObjectTable table) {
    this.entries = entries;
    this.table = table;
  }

  /**
   * The object in whatever state; {@link ObjectRef#NONE} when there is none. Only clients' inserts
   * and damage disturb: damage is cut out, and in a chain that somebody keeps busy on purpose
   * nothing is found.
   */
  long find(ObjectId id) {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      long ref = table.find(id.word0(), id.word1(), id.word2());
      if (ref != ObjectTable.UNSETTLED) {
        return ref;
      }
      table.repair(id.word0(), id.word1(), id.word2());
    }
    return ObjectRef.NONE;
  }

  /** The object if it can be read. */
  long findReadable(ObjectId id) {
    long ref = find(id);
    return ref != ObjectRef.NONE && Control.isReadable(control(ref)) ? ref : ObjectRef.NONE;
  }

  /** The control word of the object's entry now. */
  long control(long ref) {
    return entries.control(ObjectRef.entry(ref));
  }

  int state(long ref) {
    return Control.state(control(ref));
  }
}
