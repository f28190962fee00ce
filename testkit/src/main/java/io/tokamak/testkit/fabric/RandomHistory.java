// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.fabric;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Random operations of one peer on memory of another, beside the same ones on plain memory. What
 * touches bytes that are under way already is fenced off, so both have to agree: each read and each
 * atomic at its place in the order, and all of the memory in the end.
 */
final class RandomHistory {
  private static final int LENGTH = 1 << 20;

  private final Scene scene;
  private final Party near;
  private final Endpoint endpoint;
  private final RandomGenerator random;
  private final MemoryRegion target;
  private final MemorySegment model = MemorySegment.ofArray(new long[LENGTH / 8]);
  private final List<long[]> sinceFence = new ArrayList<>();
  private final List<Expected> expected = new ArrayList<>();
  private int salt;

  /** What an operation has to bring. */
  private record Expected(long token, String what, BooleanSupplier holds) {}

  RandomHistory(Scene scene, Party near, Party far, Endpoint endpoint, RandomGenerator random) {
    this.scene = scene;
    this.near = near;
    this.endpoint = endpoint;
    this.random = random;
    target = far.memory(LENGTH, Access.WRITE);
  }

  void run(int operations) {
    for (int done = 0; done < operations; done += 40) {
      begin(40);
      finish();
    }
  }

  void begin(int operations) {
    for (int i = 0; i < operations; i++) {
      switch (random.nextInt(4)) {
        case 0 -> read();
        case 1 -> write();
        case 2 -> add();
        default -> swap();
      }
      if (random.nextInt(8) == 0) {
        scene.round();
      }
    }
  }

  private int length() {
    return random.nextInt(1 << random.nextInt(20));
  }

  private void read() {
    int length = length();
    long offset = random.nextInt(LENGTH - length);
    order(offset, length);
    MemoryRegion into = near.memory(length + 1L, Access.LOCAL);
    MemorySegment then = MemorySegment.ofArray(bytes(model, offset, length));
    issue(
        "read of %d at %d".formatted(length, offset),
        token -> endpoint.read(into, 0, target.pointer(offset, length), token),
        token -> into.memory().asSlice(0, length).mismatch(then) == -1);
  }

  private void write() {
    int length = length();
    long offset = random.nextInt(LENGTH - length);
    order(offset, length);
    MemoryRegion from = near.filled(length + 1L, Access.LOCAL, ++salt);
    MemorySegment.copy(from.memory(), 0, model, offset, length);
    issue(
        "write of %d at %d".formatted(length, offset),
        token -> endpoint.write(from, 0, target.pointer(offset, length), token),
        token -> true);
  }

  private void add() {
    long offset = word();
    long before = model.get(ValueLayout.JAVA_LONG, offset);
    long delta = random.nextLong();
    model.set(ValueLayout.JAVA_LONG, offset, before + delta);
    issue(
        "addition at " + offset,
        token -> endpoint.fetchAdd(target.pointer(offset, 8), delta, token),
        token -> near.completion(token).value() == before);
  }

  private void swap() {
    long offset = word();
    long before = model.get(ValueLayout.JAVA_LONG, offset);
    long guess = random.nextBoolean() ? before : before + 1;
    long value = random.nextLong();
    if (guess == before) {
      model.set(ValueLayout.JAVA_LONG, offset, value);
    }
    issue(
        "swap at " + offset,
        token -> endpoint.compareAndSwap(target.pointer(offset, 8), guess, value, token),
        token -> near.completion(token).value() == before);
  }

  private long word() {
    long offset = 8L * random.nextInt(random.nextBoolean() ? 8 : LENGTH / 8);
    order(offset, 8);
    return offset;
  }

  /** A fence if these bytes are under way, and sometimes without a reason. */
  private void order(long offset, long length) {
    boolean touches =
        sinceFence.stream().anyMatch(r -> r[0] < offset + length && offset < r[0] + r[1]);
    if (touches || random.nextInt(10) == 0) {
      endpoint.fence();
      sinceFence.clear();
    }
    sinceFence.add(new long[] {offset, length});
  }

  private interface Begin {
    boolean with(long token);
  }

  private interface Check {
    boolean holds(long token);
  }

  private void issue(String what, Begin begin, Check check) {
    long token = near.token();
    scene.until("room for a " + what, () -> begin.with(token));
    expected.add(new Expected(token, what, () -> check.holds(token)));
  }

  /** Waits for all of it and compares. */
  void finish() {
    long flush = near.token();
    scene.until("room for a flush", () -> endpoint.flush(flush));
    scene.untilCompleted(near, flush);
    for (Expected operation : expected) {
      scene.untilCompleted(near, operation.token());
      boolean done = near.status(operation.token()) == OperationStatus.DONE;
      if (!done || !operation.holds().getAsBoolean()) {
        throw new AssertionError(
            "%s ended %s and brought something else than plain memory"
                .formatted(operation.what(), near.completion(operation.token())));
      }
    }
    expected.clear();
    sinceFence.clear();
    if (target.memory().mismatch(model) != -1) {
      throw new AssertionError(
          "the memory differs from the model at " + target.memory().mismatch(model));
    }
  }

  private static byte[] bytes(MemorySegment memory, long offset, long length) {
    return memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
  }
}
