// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The x86 memory model in its usual form: a FIFO store buffer for each thread in front of one
 * memory. Written without regard to {@link WeakMemory}, as a second opinion on straight programs.
 */
final class StoreBufferMachine {
  private final List<List<Line>> program;
  private final int places;
  private final Set<String> outcomes = new TreeSet<>();
  private final Set<String> visited = new HashSet<>();

  StoreBufferMachine(List<List<Line>> program, int places) {
    this.program = program;
    this.places = places;
  }

  private record Store(int word, long value) {}

  private static final class State {
    final long[] memory;
    final long[] seen;
    final int[] next;
    final List<List<Store>> buffers;

    State(long[] memory, long[] seen, int[] next, List<List<Store>> buffers) {
      this.memory = memory.clone();
      this.seen = seen.clone();
      this.next = next.clone();
      this.buffers = new ArrayList<>();
      buffers.forEach(buffer -> this.buffers.add(new ArrayList<>(buffer)));
    }

    State copy() {
      return new State(memory, seen, next, buffers);
    }

    void drainOne(int thread) {
      Store store = buffers.get(thread).removeFirst();
      memory[store.word()] = store.value();
    }

    long load(int thread, int word) {
      for (Store store : buffers.get(thread).reversed()) {
        if (store.word() == word) {
          return store.value();
        }
      }
      return memory[word];
    }

    @Override
    public String toString() {
      return Arrays.toString(memory) + Arrays.toString(seen) + Arrays.toString(next) + buffers;
    }
  }

  /** Every outcome, in the form {@link Litmus#outcomes} gives. */
  Set<String> outcomes() {
    int threads = program.size();
    List<List<Store>> buffers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      buffers.add(new ArrayList<>());
    }
    visit(new State(new long[2], new long[places], new int[threads], buffers));
    return outcomes;
  }

  private void visit(State state) {
    if (!visited.add(state.toString())) {
      return;
    }
    boolean ended = true;
    for (int thread = 0; thread < program.size(); thread++) {
      if (state.next[thread] < program.get(thread).size()) {
        ended = false;
        State after = state.copy();
        run(after, thread, program.get(thread).get(after.next[thread]++));
        visit(after);
      }
      if (!state.buffers.get(thread).isEmpty()) {
        State after = state.copy();
        after.drainOne(thread);
        visit(after);
      }
    }
    if (ended) {
      outcomes.add(Arrays.toString(state.seen));
    }
  }

  private static void run(State state, int thread, Line line) {
    int word = (int) line.offset() / 8;
    List<Store> buffer = state.buffers.get(thread);
    switch (line.kind()) {
      case PUT_PLAIN, PUT_RELEASE -> buffer.add(new Store(word, line.value()));
      case GET_PLAIN, GET_ACQUIRE, GET_VOLATILE ->
          state.seen[line.place()] = state.load(thread, word);
      case PUT_VOLATILE, GET_AND_ADD, COMPARE_AND_SET, FULL_FENCE -> {
        while (!buffer.isEmpty()) {
          state.drainOne(thread);
        }
        update(state, word, line);
      }
    }
  }

  private static void update(State state, int word, Line line) {
    long held = state.memory[word];
    switch (line.kind()) {
      case PUT_VOLATILE -> state.memory[word] = line.value();
      case GET_AND_ADD -> {
        state.seen[line.place()] = held;
        state.memory[word] = held + line.value();
      }
      case COMPARE_AND_SET -> {
        state.seen[line.place()] = held == line.value() - 1 ? 1 : 0;
        state.memory[word] = held == line.value() - 1 ? line.value() : held;
      }
      default -> {}
    }
  }
}
