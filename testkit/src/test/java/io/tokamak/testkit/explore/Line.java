// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import io.tokamak.memory.words.SharedWords;

/** One access of a random program; {@code place} is where what it returns goes. */
record Line(Kind kind, long offset, long value, int place) {

  enum Kind {
    PUT_PLAIN,
    PUT_RELEASE,
    PUT_VOLATILE,
    GET_PLAIN,
    GET_ACQUIRE,
    GET_VOLATILE,
    GET_AND_ADD,
    COMPARE_AND_SET,
    FULL_FENCE
  }

  void run(SharedWords words, long[] seen) {
    switch (kind) {
      case PUT_PLAIN -> words.putPlain(offset, value);
      case PUT_RELEASE -> words.putRelease(offset, value);
      case PUT_VOLATILE -> words.putVolatile(offset, value);
      case GET_PLAIN -> seen[place] = words.getPlain(offset);
      case GET_ACQUIRE -> seen[place] = words.getAcquire(offset);
      case GET_VOLATILE -> seen[place] = words.getVolatile(offset);
      case GET_AND_ADD -> seen[place] = words.getAndAdd(offset, value);
      case COMPARE_AND_SET -> seen[place] = words.compareAndSet(offset, value - 1, value) ? 1 : 0;
      case FULL_FENCE -> words.fullFence();
    }
  }
}
