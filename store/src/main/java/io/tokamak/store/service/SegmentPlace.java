// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import java.nio.file.Path;

/** Where the memory of a store comes from. */
public sealed interface SegmentPlace {
  /** A file in {@code /dev/shm/tokamak-<uid>}: what is right on most machines. */
  record SharedMemory() implements SegmentPlace {}

  /**
   * A file in a directory of the user's choice, for instance one of a tmpfs mounted {@code
   * huge=always}.
   *
   * @param directory must exist and be writable
   */
  record Directory(Path directory) implements SegmentPlace {}

  /**
   * A file without a path (memfd): no mount bounds its size, and nothing of it survives the node.
   */
  record Anonymous() implements SegmentPlace {}
}
