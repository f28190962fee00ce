// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import org.jspecify.annotations.Nullable;

/** The scenario broke its contract: played again with the same answers, it did something else. */
final class NotRepeatable extends Error {
  private static final long serialVersionUID = 1L;

  NotRepeatable(int step, @Nullable Access before, @Nullable Access now) {
    super(
        ("access %d of a thread was %s, then %s in another rehearsal with the same answers; the"
                + " threads of a scenario share the words and nothing else, make their objects in"
                + " play() and use no clock and no random numbers")
            .formatted(step, before, now));
  }
}
