// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks;

import io.tokamak.benchmarks.harness.Units;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;

/** Reads 64K. */
final class Size implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    return Units.bytes(text);
  }

  /**
   * Sizes of objects.
   *
   * @param given by an option, if it was
   * @param usual else these, with commas between them
   * @throws IllegalArgumentException when one is 2 GiB or more
   */
  static List<Integer> ofObjects(@Nullable List<Long> given, String usual) {
    List<Long> sizes =
        given != null ? given : Arrays.stream(usual.split(",", -1)).map(Units::bytes).toList();
    return sizes.stream().map(Size::ofObject).toList();
  }

  private static int ofObject(long bytes) {
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "sizes of objects must be 64 MiB at most, found " + Units.size(bytes));
    }
    return (int) bytes;
  }
}
