// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local.worker;

import static java.lang.Integer.parseInt;
import static java.lang.Long.parseLong;

/**
 * One line of work for a worker.
 *
 * @param action what to do
 * @param keySeed which objects: the same seed and number give the same ids in every process
 * @param objects how many objects; for puts, how many fresh ones before they are deleted
 * @param sizeBytes bytes of each
 * @param budgetNs how long to measure
 * @param orderSeed in which order to read
 */
public record Task(
    Action action, long keySeed, int objects, int sizeBytes, long budgetNs, long orderSeed) {

  /** One line. */
  public String encode() {
    return "%s %d %d %d %d %d".formatted(action, keySeed, objects, sizeBytes, budgetNs, orderSeed);
  }

  /** Reads what {@link #encode} wrote. */
  static Task parse(String line) {
    String[] words = line.split(" ", -1);
    return new Task(
        Action.valueOf(words[0]),
        parseLong(words[1]),
        parseInt(words[2]),
        parseInt(words[3]),
        parseLong(words[4]),
        parseLong(words[5]));
  }

  /** Something else with the same objects. */
  public Task withAction(Action newAction) {
    return new Task(newAction, keySeed, objects, sizeBytes, budgetNs, orderSeed);
  }

  /** The same with other objects. */
  public Task withKeySeed(long newKeySeed) {
    return new Task(action, newKeySeed, objects, sizeBytes, budgetNs, orderSeed);
  }

  /** The same with another number of objects: the first so many. */
  public Task withObjects(int newObjects) {
    return new Task(action, keySeed, newObjects, sizeBytes, budgetNs, orderSeed);
  }

  /** The same in another order. */
  public Task withOrderSeed(long newOrderSeed) {
    return new Task(action, keySeed, objects, sizeBytes, budgetNs, newOrderSeed);
  }

  /** The same for another time. */
  public Task withBudgetNs(long newBudgetNs) {
    return new Task(action, keySeed, objects, sizeBytes, newBudgetNs, orderSeed);
  }
}
