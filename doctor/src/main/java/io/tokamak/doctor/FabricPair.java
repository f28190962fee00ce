// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import io.tokamak.fabric.Fabric;
import io.tokamak.memory.os.MappedFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * Two nodes of this process that can reach each other over one fabric.
 *
 * @param near reads
 * @param far has what is read
 * @param memory that both can use, {@link #MEMORY_BYTES} for each of them
 */
record FabricPair(Fabric near, Fabric far, SharedPages memory) implements AutoCloseable {
  /** How much memory each of them has. */
  static final long MEMORY_BYTES = 1 << 20;

  /** Makes one. */
  @FunctionalInterface
  interface Maker {
    /**
     * Both are open afterwards, or none.
     *
     * @throws IOException when this machine does not let them
     */
    FabricPair make() throws IOException;
  }

  /** A file without a name, mapped. */
  static final class SharedPages implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final MappedFile file;
    private final MemorySegment mapping;

    SharedPages() {
      file = MappedFile.anonymous("tokamak-doctor");
      file.truncate(2 * MEMORY_BYTES);
      file.reserve(0, 2 * MEMORY_BYTES);
      mapping = file.map(arena, 2 * MEMORY_BYTES, false);
    }

    /** All of it. */
    MemorySegment mapping() {
      return mapping;
    }

    /** How others of this machine open it. */
    Path path() {
      return Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/" + file.descriptor());
    }

    @Override
    public void close() {
      arena.close();
      file.close();
    }
  }

  MemorySegment nearMemory() {
    return memory.mapping().asSlice(0, MEMORY_BYTES);
  }

  MemorySegment farMemory() {
    return memory.mapping().asSlice(MEMORY_BYTES, MEMORY_BYTES);
  }

  @Override
  public void close() {
    near.close();
    far.close();
    memory.close();
  }
}
