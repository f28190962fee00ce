// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import io.tokamak.memory.libc.FileCalls;

/** Where a memory file lives. */
public enum FileSystemKind {
  /** Memory in pages of the machine's page size, or huge ones if mounted so. */
  TMPFS,
  /** Memory out of the pool of huge pages that an administrator set aside. */
  HUGETLBFS,
  /** A disk or something else: works, but writes go to a device. */
  OTHER;

  static FileSystemKind ofMagic(long magic) {
    if (magic == FileCalls.TMPFS_MAGIC) {
      return TMPFS;
    }
    return magic == FileCalls.HUGETLBFS_MAGIC ? HUGETLBFS : OTHER;
  }
}
