// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.NodeRef;
import io.tokamak.memory.MemoryException;
import io.tokamak.memory.os.FileIdentity;
import io.tokamak.memory.os.MappedFile;
import io.tokamak.memory.words.MappedWords;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The table of a peer, mapped to read: see {@link TableLayout}. For one thread. */
final class PeerTable implements AutoCloseable {
  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;
  private final MappedWords words;
  private final RegionSlots regions;

  /** What a table says of a file. */
  record FileEntry(long number, FileIdentity identity, long lengthBytes, Path path) {}

  private PeerTable(MappedFile file) {
    memory = file.map(arena, TableLayout.LENGTH, true);
    words = new MappedWords(memory);
    regions = new RegionSlots(words);
  }

  /**
   * Maps the table that a peer told of.
   *
   * @throws IOException when it is not there, is another file, or is not the table of that node
   */
  static PeerTable open(Path path, FileIdentity expected, NodeRef owner) throws IOException {
    try (MappedFile file = openSame(path, expected, true)) {
      PeerTable table = new PeerTable(file);
      if (!table.isOf(owner)) {
        table.close();
        throw new IOException(path + " is not the table of node " + owner);
      }
      return table;
    } catch (MemoryException | IllegalArgumentException unusable) {
      throw new IOException(unusable.getMessage(), unusable);
    }
  }

  /** Opens a file of a peer and makes sure that it is the one the peer means. */
  static MappedFile openSame(Path path, FileIdentity expected, boolean readOnly)
      throws IOException {
    MappedFile file = MappedFile.open(path, readOnly);
    FileIdentity found = file.identity();
    if (!found.equals(expected)) {
      file.close();
      throw new IOException(
          "%s is another file here (%s) than for the peer (%s): do both see the same directories?"
              .formatted(path, found, expected));
    }
    return file;
  }

  private boolean isOf(NodeRef owner) {
    return words.getAcquire(TableLayout.MAGIC_AT) == TableLayout.MAGIC
        && words.getPlain(TableLayout.VERSION_AT) == TableLayout.VERSION
        && words.getPlain(TableLayout.NODE_AT) == owner.node()
        && words.getPlain(TableLayout.EPOCH_AT) == owner.epoch();
  }

  /** Whether the node has ended in an orderly way; what it had registered is gone. */
  boolean isOver() {
    return words.getAcquire(TableLayout.OVER_AT) != 0;
  }

  RegionSlots regions() {
    return regions;
  }

  /** The number of the file in a slot now, 0 if there is none. */
  long fileIn(int slot) {
    return words.getAcquire(TableLayout.file(slot));
  }

  /**
   * What is said of a file; null when it is not shared any more.
   *
   * @throws IOException when what is said is no path
   */
  @Nullable FileEntry file(long number) throws IOException {
    long slot = TableLayout.file(number);
    if (words.getAcquire(slot) != number) {
      return null;
    }
    long length =
        Math.clamp(
            words.getAcquire(slot + TableLayout.FILE_PATH_LENGTH), 0, TableLayout.PATH_BYTES);
    byte[] path =
        memory.asSlice(slot + TableLayout.FILE_PATH, length).toArray(ValueLayout.JAVA_BYTE);
    FileIdentity identity =
        new FileIdentity(
            words.getAcquire(slot + TableLayout.FILE_DEVICE),
            words.getAcquire(slot + TableLayout.FILE_INODE));
    long bytes = words.getAcquire(slot + TableLayout.FILE_BYTES);
    words.fullFence();
    return words.getAcquire(slot) == number
        ? new FileEntry(number, identity, bytes, path(new String(path, StandardCharsets.UTF_8)))
        : null;
  }

  /** The path that a peer told of. */
  static Path path(String name) throws IOException {
    try {
      return Path.of(name);
    } catch (InvalidPathException garbage) {
      throw new IOException("the peer told of a path that is none", garbage);
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
