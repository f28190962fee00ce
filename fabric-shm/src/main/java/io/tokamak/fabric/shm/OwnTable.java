// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.NodeRef;
import io.tokamak.memory.os.FileIdentity;
import io.tokamak.memory.os.MappedFile;
import io.tokamak.memory.words.MappedWords;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The table that this node writes: see {@link TableLayout}. For one thread. */
final class OwnTable implements AutoCloseable {
  private final Path path;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;
  private final MappedWords words;
  private final RegionSlots regions;
  private final FileIdentity identity;

  /** Creates the file; whatever is there was left by an earlier life of the node. */
  OwnTable(Path path, NodeRef self) throws IOException {
    this.path = path;
    Files.deleteIfExists(path);
    try (MappedFile file = MappedFile.create(path)) {
      file.truncate(TableLayout.LENGTH);
      file.reserve(0, TableLayout.LENGTH);
      memory = file.map(arena, TableLayout.LENGTH, false);
      identity = file.identity();
    }
    words = new MappedWords(memory);
    regions = new RegionSlots(words);
    words.putPlain(TableLayout.VERSION_AT, TableLayout.VERSION);
    words.putPlain(TableLayout.NODE_AT, self.node());
    words.putPlain(TableLayout.EPOCH_AT, self.epoch());
    words.putRelease(TableLayout.MAGIC_AT, TableLayout.MAGIC);
  }

  Path path() {
    return path;
  }

  FileIdentity identity() {
    return identity;
  }

  RegionSlots regions() {
    return regions;
  }

  /** Whether no file has the slot of this number. */
  boolean isFree(long number) {
    return words.getPlain(TableLayout.file(number)) == 0;
  }

  /** Tells peers of a file, whose slot is free. */
  void publish(long number, Path file, long lengthBytes) throws IOException {
    byte[] name = file.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
    if (name.length > TableLayout.PATH_BYTES) {
      throw new IllegalArgumentException(
          "the path of a shared file has %d bytes, expected %d at most: %s"
              .formatted(name.length, TableLayout.PATH_BYTES, file));
    }
    FileIdentity found = FileIdentity.of(file);
    long slot = TableLayout.file(number);
    words.putPlain(slot + TableLayout.FILE_DEVICE, found.device());
    words.putPlain(slot + TableLayout.FILE_INODE, found.inode());
    words.putPlain(slot + TableLayout.FILE_BYTES, lengthBytes);
    words.putPlain(slot + TableLayout.FILE_PATH_LENGTH, name.length);
    MemorySegment.copy(
        MemorySegment.ofArray(name), 0, memory, slot + TableLayout.FILE_PATH, name.length);
    words.putRelease(slot, number);
  }

  /** The file is shared no more. */
  void withdraw(long number) {
    words.putVolatile(TableLayout.file(number), 0);
    words.fullFence();
  }

  /** The node is ending: regions that close from here on are not stale, their node is gone. */
  void retire() {
    words.putVolatile(TableLayout.OVER_AT, 1);
  }

  /** Removes the file; peers that have it mapped keep it. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException stays) {
      // The next life of the node removes it.
    }
    arena.close();
  }
}
