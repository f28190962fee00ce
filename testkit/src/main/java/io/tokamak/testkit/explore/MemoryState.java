// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import java.util.Arrays;

/**
 * The state of the modelled memory between two steps (see {@link WeakMemory}). Never changed once
 * it is reachable from elsewhere: a step works on a {@link #copy}.
 */
final class MemoryState {
  private final WordIndex index;

  /** By word: every value it has held, oldest first; a message's stamp is its place. */
  private Message[][] history;

  /** By word and thread: when a race-free word was last loaded, stored. */
  private int[][] loads;

  private int[][] stores;

  /** By thread: what it knows; what it read but did not acquire; what it knew at its last fence. */
  final View[] known;

  final View[] unacquired;
  final View[] fenced;

  /** By thread: what volatile loads may not go behind while {@link #storing}. */
  final View[] anchor;

  /** By thread: whether it has stored since its last volatile store or fence. */
  final boolean[] storing;

  /** What all full fences so far know together. */
  View fences = View.NONE;

  /**
   * Newest volatile store to each word, and what fences ordered before volatile accesses to come.
   */
  View volatiles = View.NONE;

  MemoryState(WordIndex index, int threads) {
    this.index = index;
    history = new Message[0][];
    loads = new int[0][];
    stores = new int[0][];
    known = filled(threads);
    unacquired = filled(threads);
    fenced = filled(threads);
    anchor = filled(threads);
    storing = new boolean[threads];
  }

  private MemoryState(MemoryState other) {
    int words = other.index.size();
    index = other.index;
    history = Arrays.copyOf(other.history, words);
    for (int word = other.history.length; word < words; word++) {
      history[word] = index.initial(word);
    }
    loads = other.loads;
    stores = other.stores;
    known = other.known.clone();
    unacquired = other.unacquired.clone();
    fenced = other.fenced.clone();
    anchor = other.anchor.clone();
    storing = other.storing.clone();
    fences = other.fences;
    volatiles = other.volatiles;
  }

  private static View[] filled(int threads) {
    View[] views = new View[threads];
    Arrays.fill(views, View.NONE);
    return views;
  }

  /** A copy to work on, with room for every word of the index. */
  MemoryState copy() {
    return new MemoryState(this);
  }

  int threads() {
    return known.length;
  }

  Message[] history(int word) {
    return word < history.length ? history[word] : index.initial(word);
  }

  /** Oldest stamp of the word that a volatile load of the thread may see. */
  int floor(int thread, int word) {
    View volatileFloor = storing[thread] ? anchor[thread] : volatiles;
    return Math.max(known[thread].stamp(word), volatileFloor.stamp(word));
  }

  int newest(int word) {
    return history(word).length - 1;
  }

  void append(int word, Message message) {
    Message[] old = history(word);
    Message[] messages = Arrays.copyOf(old, old.length + 1);
    messages[old.length] = message;
    history[word] = messages;
  }

  int loaded(int word, int thread) {
    return word < loads.length ? loads[word][thread] : 0;
  }

  int stored(int word, int thread) {
    return word < stores.length ? stores[word][thread] : 0;
  }

  void loaded(int word, int thread, int count) {
    loads = with(loads, word, thread, count);
  }

  void stored(int word, int thread, int count) {
    stores = with(stores, word, thread, count);
  }

  private int[][] with(int[][] counts, int word, int thread, int count) {
    int[][] copy = Arrays.copyOf(counts, Math.max(counts.length, word + 1));
    for (int i = counts.length; i < copy.length; i++) {
      copy[i] = new int[threads()];
    }
    copy[word] = copy[word].clone();
    copy[word][thread] = count;
    return copy;
  }
}
