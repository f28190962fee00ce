// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local.worker;

import java.io.IOException;

/** A run of one operation over consecutive keys. */
@FunctionalInterface
interface Run {
  /** Does the operation for {@code count} keys from number {@code from}. */
  void over(Keys keys, int from, int count) throws IOException;
}
