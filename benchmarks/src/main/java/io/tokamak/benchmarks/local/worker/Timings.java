// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local.worker;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What one worker measured.
 *
 * @param operations how many operations
 * @param timedNs time inside them
 * @param elapsedNs time from the start signal to the last of them
 * @param allocatedBytes Java heap allocated by the measuring thread inside them
 * @param hundredths time of one operation in hundredths of a nanosecond; a batch is one value, its
 *     mean
 */
public record Timings(
    long operations, long timedNs, long elapsedNs, long allocatedBytes, Histogram hundredths) {
  private static final int DIGITS = 3;
  private static final double HUNDREDTHS_PER_MICRO = 100_000;

  /** One word. */
  public String encode() {
    ByteBuffer buffer = ByteBuffer.allocate(hundredths.getNeededByteBufferCapacity());
    int length = hundredths.encodeIntoCompressedByteBuffer(buffer);
    byte[] bytes = new byte[length];
    buffer.get(0, bytes);
    return "%d,%d,%d,%d,%s"
        .formatted(
            operations,
            timedNs,
            elapsedNs,
            allocatedBytes,
            Base64.getEncoder().encodeToString(bytes));
  }

  /** Reads what {@link #encode} wrote. */
  public static Timings parse(String word) {
    String[] parts = word.split(",", -1);
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(parts[4]));
      return new Timings(
          Long.parseLong(parts[0]),
          Long.parseLong(parts[1]),
          Long.parseLong(parts[2]),
          Long.parseLong(parts[3]),
          Histogram.decodeFromCompressedByteBuffer(bytes, 0));
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("not a result of a worker: " + word, e);
    }
  }

  static Histogram newHistogram() {
    return new Histogram(DIGITS);
  }

  /** The time that so many percent of the operations (or batches) did not exceed. */
  public double percentileMicros(double percent) {
    return hundredths.getValueAtPercentile(percent) / HUNDREDTHS_PER_MICRO;
  }

  /** Bytes per microsecond, which is MB/s, inside the operations. */
  public double megabytesPerSecond(int sizeBytes) {
    return timedNs == 0 ? 0 : (double) operations * sizeBytes / timedNs * 1000;
  }

  /** Operations per second of wall-clock time. */
  public double operationsPerSecond() {
    return elapsedNs == 0 ? 0 : operations * 1e9 / elapsedNs;
  }
}
