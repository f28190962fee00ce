// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.wire.error.TokamakException;

/**
 * Where the answer to a request goes that may have to wait. Exactly one of the methods is called,
 * once.
 */
public interface Completion<T> {
  /** The answer. */
  void complete(T value);

  /** Why there is none. */
  void fail(TokamakException why);
}
