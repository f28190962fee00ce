// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.jmh;

import io.tokamak.client.ObjectHandle;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What never leaves the process. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HotPaths {
  private final MemorySegment buffer = Arena.global().allocate(StoreState.SIZE_BYTES, 64);
  private ObjectHandle handle;

  /** Makes the handle that is used again and again. */
  @Setup
  public void newHandle(StoreState store) {
    handle = store.client.newHandle();
  }

  /** Get and release with a handle that is used again. */
  @Benchmark
  public long getWithReusedHandle(StoreState store) {
    boolean found = store.client.tryGet(store.nextId(), handle);
    long length = found ? handle.length() : -1;
    handle.release();
    return length;
  }

  /** Get, copy all bytes, release, with a handle that is used again. */
  @Benchmark
  public boolean getAndReadWithReusedHandle(StoreState store) {
    boolean found = store.client.tryGet(store.nextId(), handle);
    handle.copyTo(0, buffer, 0, StoreState.SIZE_BYTES);
    handle.release();
    return found;
  }

  /** Get with a new handle each time, and release. */
  @Benchmark
  public long getWithNewHandle(StoreState store) {
    try (ObjectHandle fresh = store.client.get(store.nextId())) {
      return fresh.length();
    }
  }

  /** Copies an object out without a handle. */
  @Benchmark
  public long read(StoreState store) {
    return store.client.read(store.nextId(), buffer);
  }

  /** Asks for an object that is there. */
  @Benchmark
  public boolean contains(StoreState store) {
    return store.client.contains(store.nextId());
  }
}
