// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.jmh;

import io.tokamak.wire.ObjectId;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Puts of fresh objects, which are deleted between the invocations. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Puts {
  private static final int PUTS = 1000;

  private final SplittableRandom random = new SplittableRandom(1);
  private final MemorySegment value = Arena.global().allocate(StoreState.SIZE_BYTES, 64);
  private final ObjectId[] ids = new ObjectId[PUTS];

  /** Makes ids that nobody has. */
  @Setup(Level.Invocation)
  public void freshIds() {
    Arrays.setAll(
        ids, ignored -> ObjectId.fromWords(random.nextLong(), random.nextLong(), random.nextInt()));
  }

  /** Puts of 1 KiB. */
  @Benchmark
  @OperationsPerInvocation(PUTS)
  public void put(StoreState store) {
    for (ObjectId id : ids) {
      store.client.put(id, value);
    }
  }

  /** Makes room. */
  @TearDown(Level.Invocation)
  public void delete(StoreState store) {
    store.client.delete(List.of(ids));
  }
}
