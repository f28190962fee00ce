// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.TokamakException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Operations whose outcome is a future. Virtual threads complete them, never a thread that others
 * depend on.
 */
final class Async {
  private Async() {}

  static CompletableFuture<ObjectHandle> get(Gets gets, ObjectId id, Duration timeout) {
    ObjectHandle present;
    try {
      present = gets.tryGet(id);
    } catch (TokamakException unusable) {
      return CompletableFuture.failedFuture(unusable);
    }
    return present != null
        ? CompletableFuture.completedFuture(present)
        : gets.getLater(id, timeout);
  }

  /** What comes when the future was cancelled goes to {@code discard}. */
  static <T> CompletableFuture<T> supply(Supplier<T> work, Consumer<T> discard) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.startVirtualThread(() -> settle(result, work, discard));
    return result;
  }

  private static <T> void settle(
      CompletableFuture<T> result, Supplier<T> work, Consumer<T> discard) {
    try {
      T value = work.get();
      if (!result.complete(value)) {
        discard.accept(value);
      }
    } catch (RuntimeException failure) {
      result.completeExceptionally(failure);
    }
  }
}
