// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import io.tokamak.memory.libc.MappingCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds out from /proc and /sys whether a file system gives huge pages; a best effort. */
final class HugePages {

  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final Path SHMEM_ENABLED =
      Path.of("/sys/kernel/mm/transparent_hugepage/shmem_enabled");

  /** Length of a huge page, on x86_64 and on aarch64 with 4 KiB pages. */
  static final long LENGTH_BYTES = 2L << 20;

  private HugePages() {}

  /**
   * An address at which a mapping of the start of a file can use huge pages, as it is aligned like
   * the file is; free a moment ago. 0 when it does not matter or none was found.
   */
  static long alignedAddress(long lengthBytes) {
    if (lengthBytes < LENGTH_BYTES) {
      return 0;
    }
    long roomBytes = lengthBytes + LENGTH_BYTES;
    long room = MappingCalls.reserveAddresses(roomBytes);
    if (room < 0) {
      return 0;
    }
    MappingCalls.munmap(room, roomBytes);
    return (room + LENGTH_BYTES - 1) & -LENGTH_BYTES;
  }

  /** Whether memory of {@code file}, which lives in a file system of {@code kind}, is huge. */
  static boolean detect(FileSystemKind kind, Path file) {
    return switch (kind) {
      case HUGETLBFS -> true;
      case OTHER -> false;
      case TMPFS -> detectTmpfs(file);
    };
  }

  private static boolean detectTmpfs(Path file) {
    try {
      String enabled = Files.readString(SHMEM_ENABLED);
      if (enabled.contains("[deny]") || enabled.contains("[force]")) {
        return enabled.contains("[force]");
      }
      return detectTmpfs(deviceOf(file), Files.readAllLines(MOUNTS), enabled);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknowable) {
      return false;
    }
  }

  /**
   * The mount with the file's device decides; a memfd has none and goes by the kernel's setting.
   */
  static boolean detectTmpfs(String device, List<String> mounts, String shmemEnabled) {
    List<String> found = mounts.stream().filter(mount -> field(mount, 2).equals(device)).toList();
    return found.isEmpty()
        ? shmemEnabled.contains("[always]")
        : found.stream().anyMatch(HugePages::mountedHuge);
  }

  private static boolean mountedHuge(String mount) {
    int separator = mount.indexOf(" - ");
    String options = separator < 0 ? "" : field(mount.substring(separator + 3), 2);
    return Stream.of(options.split(",", -1)).anyMatch("huge=always"::equals);
  }

  private static String field(String line, int index) {
    String[] fields = line.split(" ", -1);
    return index < fields.length ? fields[index] : "";
  }

  private static String deviceOf(Path file) throws IOException {
    long device = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
    long major = ((device >> 8) & 0xfff) | ((device >> 32) & ~0xfffL);
    long minor = (device & 0xff) | ((device >> 12) & ~0xffL);
    return major + ":" + minor;
  }
}
