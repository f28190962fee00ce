// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Work that waits in system calls, each in a thread of its own: a virtual thread that did so would
 * hold one of the few threads that carry all of them.
 */
final class PlatformThreads {
  private PlatformThreads() {}

  /** Does the work elsewhere while this thread waits; an interrupt of this one ends it. */
  static <T> T call(Callable<T> work) throws InterruptedException {
    CompletableFuture<T> result = start(work);
    try {
      return result.get();
    } catch (ExecutionException failure) {
      throw Failures.rethrown(failure);
    } catch (InterruptedException e) {
      result.cancel(true);
      throw e;
    }
  }

  /** Does the work elsewhere; cancelling the future interrupts it. */
  static <T> CompletableFuture<T> start(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform().daemon().name("tokamak-call").unstarted(() -> run(work, result));
    var unusedEnd =
        result.whenComplete((value, failure) -> interruptIf(result.isCancelled(), thread));
    thread.start();
    return result;
  }

  private static <T> void run(Callable<T> work, CompletableFuture<T> result) {
    try {
      T value = work.call();
      if (!result.complete(value) && value instanceof ObjectHandle unwanted) {
        unwanted.close();
      }
    } catch (Exception failure) {
      result.completeExceptionally(failure);
    }
  }

  private static void interruptIf(boolean cancelled, Thread thread) {
    if (cancelled) {
      thread.interrupt();
    }
  }
}
