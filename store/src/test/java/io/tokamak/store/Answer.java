// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.wire.error.TokamakException;
import org.jspecify.annotations.Nullable;

/** The answer to a request that may wait; fails the test when there is a second one. */
final class Answer<T> implements Completion<T> {
  private @Nullable T value;
  private @Nullable TokamakException failure;

  @Override
  public void complete(T answer) {
    assertThat(isPending()).as("the first answer").isTrue();
    value = answer;
  }

  @Override
  public void fail(TokamakException why) {
    assertThat(isPending()).as("the first answer").isTrue();
    failure = why;
  }

  boolean isPending() {
    return value == null && failure == null;
  }

  boolean isComplete() {
    return value != null;
  }

  /** The value; what it failed with is thrown. */
  T value() {
    if (failure != null) {
      throw failure;
    }
    if (value == null) {
      throw new AssertionError("there is no answer yet");
    }
    return value;
  }

  TokamakException failure() {
    if (failure == null) {
      throw new AssertionError("expected a failure, found " + value);
    }
    return failure;
  }
}
