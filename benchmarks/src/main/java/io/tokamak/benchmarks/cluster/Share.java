// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.cluster;

import io.tokamak.benchmarks.harness.BenchException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What one rank measured in one cell.
 *
 * @param objects that it fetched
 * @param bytes of them
 * @param timedNs how long it fetched, all rounds together
 * @param longestNs how long the slowest rank fetched, all rounds together; the same at all ranks
 * @param times of each call, in ns
 * @param ways how many objects came by which fabric, protocol and kind of source
 */
record Share(
    long objects,
    long bytes,
    long timedNs,
    long longestNs,
    Histogram times,
    Map<String, Long> ways) {
  private static final int FIELDS = 6;

  /** As one line of text. */
  String encode() {
    ByteBuffer packed = ByteBuffer.allocate(times.getNeededByteBufferCapacity());
    int length = times.encodeIntoCompressedByteBuffer(packed);
    String histogram = Base64.getEncoder().encodeToString(Arrays.copyOf(packed.array(), length));
    String counts =
        ways.entrySet().stream()
            .map(way -> way.getKey() + "=" + way.getValue())
            .collect(Collectors.joining(","));
    return "%d %d %d %d %s %s".formatted(objects, bytes, timedNs, longestNs, histogram, counts);
  }

  /** Reads what {@link #encode} wrote. */
  static Share decode(String text) {
    String[] fields = text.split(" ", -1);
    try {
      if (fields.length != FIELDS) {
        throw new IllegalArgumentException(FIELDS + " fields expected");
      }
      byte[] packed = Base64.getDecoder().decode(fields[4]);
      return new Share(
          Long.parseLong(fields[0]),
          Long.parseLong(fields[1]),
          Long.parseLong(fields[2]),
          Long.parseLong(fields[3]),
          Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(packed), 0),
          ways(fields[5]));
    } catch (IllegalArgumentException
        | BufferUnderflowException
        | IndexOutOfBoundsException
        | DataFormatException e) {
      throw new BenchException("a rank said what is no result: " + e.getMessage(), e);
    }
  }

  private static Map<String, Long> ways(String text) {
    Map<String, Long> ways = new TreeMap<>();
    for (String way : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int mark = way.lastIndexOf('=');
      ways.put(way.substring(0, Math.max(mark, 0)), Long.parseLong(way.substring(mark + 1)));
    }
    return ways;
  }

  double megabytesPerSecond() {
    return timedNs == 0 ? 0 : bytes * 1e3 / timedNs;
  }
}
