// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.tokamak.memory.libc.SocketCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** {@code struct sockaddr_un}: family u16, then the path with a zero byte at its end. */
final class SocketAddress {

  private static final int FAMILY_LENGTH = 2;

  /** The kernel's field has 108 bytes, one of them for the zero. */
  private static final int PATH_LENGTH_MAX = 107;

  private SocketAddress() {}

  static MemorySegment of(Arena arena, Path path) {
    byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
    requireFitting(path, bytes);
    MemorySegment address = arena.allocate(FAMILY_LENGTH + bytes.length + 1L, 2);
    address.set(JAVA_SHORT, 0, (short) SocketCalls.AF_UNIX);
    MemorySegment.copy(bytes, 0, address, JAVA_BYTE, FAMILY_LENGTH, bytes.length);
    return address;
  }

  private static void requireFitting(Path path, byte[] bytes) {
    if (bytes.length == 0 || bytes.length > PATH_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "socket path has %d bytes, 1 to %d are possible: %s. Choose a shorter directory."
              .formatted(bytes.length, PATH_LENGTH_MAX, path));
    }
  }
}
