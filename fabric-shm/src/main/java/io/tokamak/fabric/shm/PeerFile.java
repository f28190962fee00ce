// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.memory.MemoryException;
import io.tokamak.memory.os.MappedFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A file of a peer, mapped to read, and to write as well from the first write on: a wrong address
 * in this process cannot harm a peer that nobody writes to.
 */
final class PeerFile implements AutoCloseable {
  private final long number;
  private final MappedFile file;
  private final Arena arena = Arena.ofShared();
  private final View readable;
  private @Nullable View writable;

  /** A mapping. */
  record View(MemorySegment memory, Prefault prefault) {
    /** Of no file. */
    static final View NOTHING =
        new View(MemorySegment.NULL, new Prefault(MemorySegment.NULL, false));
  }

  private PeerFile(PeerTable.FileEntry entry, MappedFile file) {
    number = entry.number();
    this.file = file;
    readable = view(entry.lengthBytes(), true);
  }

  /**
   * Maps it.
   *
   * @throws IOException when it is not there, is another file, or is too short
   */
  static PeerFile open(PeerTable.FileEntry entry) throws IOException {
    MappedFile file = null;
    try {
      file = PeerTable.openSame(entry.path(), entry.identity(), false);
      return new PeerFile(entry, file);
    } catch (IOException | MemoryException | IllegalArgumentException unusable) {
      if (file != null) {
        file.close();
      }
      throw new IOException(
          "cannot map file %s of the peer: %s".formatted(entry.path(), unusable.getMessage()),
          unusable);
    }
  }

  private View view(long lengthBytes, boolean readOnly) {
    MemorySegment mapping = file.map(arena, lengthBytes, readOnly);
    return new View(mapping, new Prefault(mapping, !readOnly));
  }

  long number() {
    return number;
  }

  long lengthBytes() {
    return readable.memory().byteSize();
  }

  /** For reading. */
  View readable() {
    return readable;
  }

  /** For writing and atomics; maps it once more when asked for the first time. */
  View writable() throws IOException {
    View known = writable;
    if (known == null) {
      try {
        known = view(lengthBytes(), false);
      } catch (MemoryException refused) {
        throw new IOException(
            "cannot map a file of the peer to write: " + refused.getMessage(), refused);
      }
      writable = known;
    }
    return known;
  }

  @Override
  public void close() {
    arena.close();
    file.close();
  }
}
