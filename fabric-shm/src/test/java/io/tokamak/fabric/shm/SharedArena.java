// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.memory.os.MappedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.file.Path;

/** Gives out memory of files that a fabric shares; another file when one is full. */
final class SharedArena implements SegmentAllocator {
  private static final long FILE_BYTES = 32 << 20;

  private final ShmFabric fabric;
  private final Arena arena;
  private MemorySegment mapping = MemorySegment.NULL;
  private long used;

  SharedArena(ShmFabric fabric, Arena arena) {
    this.fabric = fabric;
    this.arena = arena;
  }

  @Override
  public MemorySegment allocate(long length, long alignment) {
    long from = (used + alignment - 1) / alignment * alignment;
    if (from + length > mapping.byteSize()) {
      addFile(Math.max(FILE_BYTES, length + alignment));
      from = 0;
    }
    used = from + length;
    return mapping.asSlice(from, length);
  }

  /** Only this mapping keeps the file. */
  private void addFile(long length) {
    MappedFile file = MappedFile.anonymous("shm-test");
    file.truncate(length);
    mapping = file.map(arena, length, false);
    try {
      fabric.share(mapping, pathOf(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    arena.allocate(1).reinterpret(1, arena, ended -> file.close());
  }

  /** How other processes get at a file without a name. */
  static Path pathOf(MappedFile file) {
    return Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/" + file.descriptor());
  }
}
