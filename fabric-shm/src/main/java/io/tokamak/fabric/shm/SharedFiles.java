// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files that this node shares. Their numbers are never used again. For one thread. */
final class SharedFiles {
  private final OwnTable table;
  private final List<SharedFile> shared = new ArrayList<>();
  private long lastNumber;

  SharedFiles(OwnTable table) {
    this.table = table;
  }

  SharedFile share(MemorySegment mapping, Path path) throws IOException {
    if (!mapping.isNative() || mapping.byteSize() == 0) {
      throw new IllegalArgumentException("not a mapping of a file: " + mapping);
    }
    SharedFile file = new SharedFile(this, nextNumber(), mapping);
    table.publish(file.number(), path, mapping.byteSize());
    shared.add(file);
    return file;
  }

  /** Numbers go on; those whose slot is taken are left out. */
  private long nextNumber() {
    for (int i = 0; i < TableLayout.FILES; i++) {
      lastNumber++;
      if (table.isFree(lastNumber)) {
        return lastNumber;
      }
    }
    throw new IllegalStateException(
        "%d files are shared already: share larger ones".formatted(shared.size()));
  }

  /** The file that memory is in; null when it is in none. */
  @Nullable SharedFile find(MemorySegment memory) {
    for (SharedFile file : shared) {
      if (file.holds(memory)) {
        return file;
      }
    }
    return null;
  }

  void closed(SharedFile file) {
    if (shared.remove(file)) {
      table.withdraw(file.number());
    }
  }

  /** The node stops; the table goes with it. */
  void closeAll() {
    shared.clear();
  }
}
