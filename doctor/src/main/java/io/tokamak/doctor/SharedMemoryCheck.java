// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the memory for objects comes from unless told otherwise.
 *
 * @param place the directory
 * @param space how much there is
 */
record SharedMemoryCheck(Path place, Space space) implements Check {
  private static final String NAME = "/dev/shm";

  /** What a node takes unless told otherwise, with its table. */
  private static final long NODE_BYTES = 1100L << 20;

  /** Tells how large a file system is. */
  @FunctionalInterface
  interface Space {
    /** How large the file system of a directory is, and how much of it is free. */
    Room of(Path place) throws IOException;
  }

  /**
   * How much there is.
   *
   * @param totalBytes of the file system
   * @param freeBytes that this user can take
   */
  record Room(long totalBytes, long freeBytes) {
    static Room ofMount(Path place) throws IOException {
      FileStore store = Files.getFileStore(place);
      return new Room(store.getTotalSpace(), store.getUsableSpace());
    }
  }

  @Override
  public List<Finding> look() {
    if (!Files.isDirectory(place) || !Files.isWritable(place)) {
      return List.of(
          Finding.missing(
              NAME,
              "not there, or not writable",
              "mount -t tmpfs -o mode=1777 tmpfs /dev/shm, or start nodes with --memfd"));
    }
    try {
      return List.of(judged(space.of(place)));
    } catch (IOException e) {
      return List.of(
          Finding.missing(NAME, "unusable: " + e.getMessage(), "start nodes with --memfd"));
    }
  }

  private static Finding judged(Room room) {
    String found = Bytes.text(room.totalBytes) + ", " + Bytes.text(room.freeBytes) + " free";
    if (room.totalBytes < NODE_BYTES) {
      return Finding.better(
          NAME,
          found + ": too small for a node of 1 GiB",
          "mount -o remount,size=8g /dev/shm; in docker --shm-size=8g; or start nodes with"
              + " --memfd");
    }
    if (room.freeBytes < NODE_BYTES) {
      return Finding.better(
          NAME,
          found + ": too little for another node of 1 GiB",
          "see with `ls -l /dev/shm` who takes it, or mount -o remount,size=… /dev/shm");
    }
    return Finding.ok(NAME, found);
  }
}
