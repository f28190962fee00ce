// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;

/**
 * Does tasks: prepares, says that it is ready, waits for the signal so that all workers begin
 * together, measures, says so, and answers when asked, so that its sums are not in the time of
 * others that share its processor. For one thread.
 */
final class Worker {
  private static final int WARM_UP_SHARE = 4;
  private static final int PILOT_BATCH = 16;

  /** A get takes about 30 ns; so many make a batch. */
  private static final int NOTHING_BATCH = 600;

  private final Operations operations;
  private final BufferedReader input;
  private final PrintStream output;
  private final Sampler sampler = new Sampler();
  private final Sampler deletes = new Sampler();
  private long freshSeed;

  /** {@code freshSeed}: where the ids of puts begin; different in each worker. */
  Worker(Operations operations, BufferedReader input, PrintStream output, long freshSeed) {
    this.operations = operations;
    this.input = input;
    this.output = output;
    this.freshSeed = freshSeed;
  }

  /** Does tasks until there are no more. */
  void work() throws IOException {
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      Task task = Task.parse(line);
      operations.prepare(task.sizeBytes());
      perform(task);
    }
  }

  private void perform(Task task) throws IOException {
    switch (task.action()) {
      case LOAD -> all(task, operations::put);
      case UNLOAD -> all(task, operations::delete);
      case GET -> read(task, operations::get);
      case GET_AND_READ -> read(task, operations::getAndRead);
      case CONTAINS -> read(task, operations::contains);
      case PUT_AND_DELETE -> putAndDelete(task);
      case COPY -> copy(task);
      case NOTHING -> doNothing(task, NOTHING_BATCH);
      case NOTHING_SINGLY -> doNothing(task, 1);
    }
  }

  private void all(Task task, Run run) throws IOException {
    run.over(ordered(task.keySeed(), task), 0, task.objects());
    output.println("done");
  }

  private void read(Task task, Run run) throws IOException {
    Keys keys =
        Keys.shuffled(task.keySeed(), task.objects(), task.orderSeed(), operations.wantsTexts());
    warmUp(task, run, keys);
    int batch = sampler.batch();
    rendezvous();
    sampler.sampleFor(task.budgetNs(), run, keys, batch);
    answer(List.of(sampler));
  }

  private void doNothing(Task task, int batch) throws IOException {
    Keys keys = Keys.shuffled(task.keySeed(), task.objects(), task.orderSeed(), false);
    warmUp(task, Worker::nothing, keys);
    rendezvous();
    sampler.sampleFor(task.budgetNs(), Worker::nothing, keys, Math.min(batch, keys.count()));
    answer(List.of(sampler));
  }

  /** Takes each key, as every operation does. */
  private static void nothing(Keys keys, int from, int count) {
    for (int i = from; i < from + count; i++) {
      Objects.requireNonNull(keys.id(i));
    }
  }

  private void copy(Task task) throws IOException {
    TokamakOperations tokamak = (TokamakOperations) operations;
    WarmMemory memory = new WarmMemory((long) task.objects() * task.sizeBytes());
    Keys keys = ordered(0, task);
    Run run = (ignored, from, count) -> memory.copy(tokamak.source(), from, count);
    warmUp(task, run, keys);
    int batch = Math.min(sampler.batch(), task.objects());
    rendezvous();
    sampler.sampleFor(task.budgetNs(), run, keys, batch);
    answer(List.of(sampler));
  }

  private void warmUp(Task task, Run run, Keys keys) throws IOException {
    sampler.start();
    int pilot = Math.min(PILOT_BATCH, keys.count());
    sampler.sampleFor(task.budgetNs() / WARM_UP_SHARE, run, keys, pilot);
  }

  private void putAndDelete(Task task) throws IOException {
    sampler.start();
    deletes.start();
    putAndDelete(task, task.budgetNs() / WARM_UP_SHARE, 1);
    int putBatch = Math.min(sampler.batch(), task.objects());
    rendezvous();
    deletes.start();
    putAndDelete(task, task.budgetNs(), putBatch);
    answer(List.of(sampler, deletes));
  }

  private void putAndDelete(Task task, long budgetNs, int putBatch) throws IOException {
    while (!sampler.isOver(budgetNs)) {
      Keys fresh = ordered(freshSeed++, task);
      sampler.sampleAll(operations::put, fresh, putBatch);
      deletes.sampleAll(operations::delete, fresh, 1);
    }
  }

  private Keys ordered(long seed, Task task) {
    return Keys.inOrder(seed, task.objects(), operations.wantsTexts());
  }

  private void rendezvous() throws IOException {
    sayAndWait("ready");
    sampler.start();
  }

  private void sayAndWait(String word) throws IOException {
    output.println(word);
    if (input.readLine() == null) {
      throw new IOException("the benchmark is gone");
    }
  }

  private void answer(List<Sampler> samplers) throws IOException {
    sayAndWait("measured");
    StringBuilder line = new StringBuilder("result");
    samplers.forEach(each -> line.append(' ').append(each.timings().encode()));
    output.println(line);
  }
}
