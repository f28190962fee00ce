// SPDX-License-Identifier: Apache-2.0
package io.tokamak.concurrency.recovery;

import io.tokamak.memory.words.SharedWords;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Shared words whose user is interrupted before one of its mutations: somebody else goes first. */
final class InterruptedWords {
  private final SharedWords words;
  private final int mutation;
  private final Runnable interruption;
  private int mutations;

  private InterruptedWords(SharedWords words, int mutation, Runnable interruption) {
    this.words = words;
    this.mutation = mutation;
    this.interruption = interruption;
  }

  /** Runs {@code interruption} before the {@code mutation}-th mutation, counted from 1. */
  static SharedWords before(int mutation, SharedWords words, Runnable interruption) {
    InterruptedWords interrupted = new InterruptedWords(words, mutation, interruption);
    return (SharedWords)
        Proxy.newProxyInstance(
            SharedWords.class.getClassLoader(),
            new Class<?>[] {SharedWords.class},
            (proxy, method, arguments) -> interrupted.invoke(method, arguments));
  }

  private Object invoke(Method method, Object[] arguments) throws Throwable {
    String name = method.getName();
    boolean loads = !name.startsWith("getAnd") && name.startsWith("get");
    if (!loads && !name.endsWith("Fence") && ++mutations == mutation) {
      interruption.run();
    }
    try {
      return method.invoke(words, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
