// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A daemon thread that does one thing after the other, and whoever hands it these never waits. They
 * do not come faster than they are done, so that the queue has room for all.
 */
final class Worker {
  private static final int TASKS = 8;

  private final BlockingQueue<Runnable> tasks = new ArrayBlockingQueue<>(TASKS);
  private final Thread thread;
  private volatile boolean ended;

  Worker(String name) {
    thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Does it when everything before it is done. */
  void then(Runnable task) {
    if (!tasks.offer(task)) {
      throw new IllegalStateException(thread.getName() + " has more to do than there can be");
    }
  }

  /** Ends when what it is doing is done. */
  void end() {
    ended = true;
    tasks.clear();
    then(() -> {});
  }

  private void run() {
    try {
      while (!ended) {
        tasks.take().run();
      }
    } catch (InterruptedException unwanted) {
      Thread.currentThread().interrupt();
    }
  }
}
