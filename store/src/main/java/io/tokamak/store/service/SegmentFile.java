// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import io.tokamak.memory.InsufficientMemoryException;
import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.memory.os.MappedFile;
import io.tokamak.memory.os.ProcessLimits;
import io.tokamak.memory.os.Residency;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The memory file of a store: created, mapped as a whole, reserved piece by piece, handed to
 * clients as descriptors, and removed at the end. Reserving is thread-safe; everything else belongs
 * to whoever starts and stops the store.
 */
final class SegmentFile implements BackingMemory, AutoCloseable {
  private static final String REMEDY =
      "Use a smaller --memory, another --dir with more room, or --memfd;"
          + " or enlarge the file system (mount -o remount,size=... ; docker run --shm-size=...).";

  private final MappedFile file;
  private final @Nullable SegmentDirectory directory;
  private final @Nullable Path path;
  private final boolean lockMemory;
  private final Arena arena = Arena.ofShared();
  private @Nullable MappedFile readOnlyFile;
  private MemorySegment mapping = MemorySegment.NULL;

  private SegmentFile(
      MappedFile file,
      @Nullable SegmentDirectory directory,
      @Nullable Path path,
      boolean lockMemory) {
    this.file = file;
    this.directory = directory;
    this.path = path;
    this.lockMemory = lockMemory;
  }

  /**
   * Creates the file, maps it and reserves what every store needs from its first moment: all but
   * slots and data area.
   *
   * @param socket the node's own socket: names the file
   * @throws InsufficientMemoryException when it can never hold the whole segment; nothing is left
   *     behind then
   */
  static SegmentFile create(StoreConfig config, Path socket, SegmentGeometry geometry) {
    SegmentFile segmentFile = open(config, socket);
    try {
      segmentFile.prepare(geometry);
      return segmentFile;
    } catch (RuntimeException e) {
      segmentFile.close();
      throw e;
    }
  }

  private static SegmentFile open(StoreConfig config, Path socket) {
    return switch (config.place()) {
      case SegmentPlace.SharedMemory() ->
          openIn(SegmentDirectory.shared(socket), config.lockMemory());
      case SegmentPlace.Directory(Path directory) ->
          openIn(SegmentDirectory.given(directory, socket), config.lockMemory());
      case SegmentPlace.Anonymous() ->
          new SegmentFile(MappedFile.anonymous("tokamak-segment"), null, null, config.lockMemory());
    };
  }

  private static SegmentFile openIn(SegmentDirectory directory, boolean lockMemory) {
    try {
      Path path = directory.newSegmentPath();
      return new SegmentFile(MappedFile.create(path), directory, path, lockMemory);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private void prepare(SegmentGeometry geometry) {
    long length = geometry.segmentLength();
    requireRoom(length);
    requireLockable(length);
    file.truncate(length);
    if (path == null) {
      file.sealLength();
    }
    readOnlyFile = file.reopenReadOnly();
    mapping = file.map(arena, length, false);
    reserve(0, geometry.slotsOffset());
    reserve(geometry.bucketsOffset(), geometry.dataOffset() - geometry.bucketsOffset());
  }

  private void requireRoom(long length) {
    long available = file.availableBytes();
    if (available < length) {
      throw new InsufficientMemoryException("create segment " + name(), length, available, REMEDY);
    }
  }

  /** Locking goes step by step in the background: too late to be told that it cannot work. */
  private void requireLockable(long length) {
    long most = ProcessLimits.mostLockedBytes();
    if (lockMemory && most < length) {
      throw new InsufficientMemoryException(
          "lock segment " + name() + " in memory",
          length,
          most,
          "Raise the limit (`ulimit -l`, or LimitMEMLOCK= in a systemd unit), or do without.");
    }
  }

  /** The whole segment, readable and writable. Memory that is not reserved must not be touched. */
  MemorySegment mapping() {
    return mapping;
  }

  /** Reserves a range, and locks it if that was asked for. */
  @Override
  public void reserve(long offset, long length) {
    file.reserve(offset, length);
    if (lockMemory) {
      Residency.lock(mapping.asSlice(offset, length));
    }
  }

  @Override
  public long useHugePages(long offset, long length) {
    return Residency.collapse(mapping.asSlice(offset, length));
  }

  /** What a client maps: the number of a descriptor that stays open as long as this file. */
  int descriptorFor(boolean writable) {
    MappedFile readOnly = readOnlyFile;
    if (writable || readOnly == null) {
      return file.descriptor();
    }
    return readOnly.descriptor();
  }

  /** Where the file is; empty for an anonymous one. */
  Optional<Path> path() {
    return Optional.ofNullable(path);
  }

  private String name() {
    return path == null ? "in anonymous memory" : path.toString();
  }

  /** Unmaps and removes the file. Clients that have it mapped keep their mapping. */
  @Override
  public void close() {
    try {
      arena.close();
      file.close();
      if (readOnlyFile != null) {
        readOnlyFile.close();
      }
      if (path != null) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove segment " + path, e);
    } finally {
      if (directory != null) {
        directory.close();
      }
    }
  }
}
