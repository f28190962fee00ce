// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.table.ObjectTable;
import io.tokamak.wire.ObjectId;

/** Finds objects by id, with the state they are in. */
final class Lookup {
  private final Entries entries;
  private final ObjectTable table;

  Lookup(Entries entries, ObjectTable table) {
    this.entries = entries;
    this.table = table;
  }

  /**
   * The object in whatever state; {@link ObjectRef#NONE} when there is none. Settles in the end:
   * only clients' inserts disturb.
   */
  long find(ObjectId id) {
    long ref;
    do {
      ref = table.find(id.word0(), id.word1(), id.word2());
    } while (ref == ObjectTable.UNSETTLED);
    return ref;
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
