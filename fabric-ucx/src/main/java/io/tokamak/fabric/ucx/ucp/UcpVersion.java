// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx.ucp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Comparator;

/** A version of UCX. */
public record UcpVersion(int major, int minor, int release) implements Comparable<UcpVersion> {
  private static final Comparator<UcpVersion> ORDER =
      Comparator.comparingInt(UcpVersion::major)
          .thenComparingInt(UcpVersion::minor)
          .thenComparingInt(UcpVersion::release);

  /** What {@code ucp_get_version} says. */
  @SuppressWarnings("restricted") // what the flag permits
  static UcpVersion ask(MemorySegment function) {
    MethodHandle handle =
        Linker.nativeLinker()
            .downcallHandle(function, FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment numbers = arena.allocate(JAVA_INT, 3);
      handle.invokeExact(numbers, numbers.asSlice(4), numbers.asSlice(8));
      return new UcpVersion(
          numbers.getAtIndex(JAVA_INT, 0),
          numbers.getAtIndex(JAVA_INT, 1),
          numbers.getAtIndex(JAVA_INT, 2));
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  @Override
  public int compareTo(UcpVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + release;
  }
}
