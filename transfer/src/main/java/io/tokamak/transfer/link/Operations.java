// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.link;

import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.service.ServiceId;
import io.tokamak.fabric.service.Switchboard;
import io.tokamak.transfer.record.Counter;
import io.tokamak.transfer.record.Counters;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who began which operation. A token is an index, and a number that rises when the index is used
 * again. No allocation once there are as many places as operations at a time.
 */
final class Operations {
  private static final int INDEX_BITS = 24;
  private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
  private static final int FIRST_PLACES = 1024;

  private final Counters counters;
  private @Nullable Ended[] who = new Ended[FIRST_PLACES];
  private int[] tag = new int[FIRST_PLACES];
  private int[] uses = new int[FIRST_PLACES];
  private int[] free = new int[FIRST_PLACES];
  private int freeCount;
  private int used;

  Operations(Counters counters) {
    this.counters = counters;
  }

  /** A token for an operation that is about to begin. */
  long begin(Ended whoBegins, int itsTag) {
    if (freeCount == 0 && used == who.length) {
      grow();
    }
    int index = freeCount > 0 ? free[--freeCount] : used++;
    who[index] = whoBegins;
    tag[index] = itsTag;
    counters.add(Counter.OPERATIONS);
    return Switchboard.token(ServiceId.TRANSFER, (long) uses[index] << INDEX_BITS | index);
  }

  private void grow() {
    int places = 2 * who.length;
    who = Arrays.copyOf(who, places);
    tag = Arrays.copyOf(tag, places);
    uses = Arrays.copyOf(uses, places);
    free = Arrays.copyOf(free, places);
  }

  /** It did not begin after all. */
  void cancel(long token) {
    release((int) Switchboard.number(token) & INDEX_MASK);
  }

  /** It has ended: whoever began it is told. */
  void completed(long token, OperationStatus status) {
    long number = Switchboard.number(token);
    int index = (int) number & INDEX_MASK;
    Ended ended = who[index];
    if (ended == null || (uses[index] & 0xFFFF_FFFFL) != number >>> INDEX_BITS) {
      throw new IllegalStateException("an operation ended that nobody began: " + number);
    }
    int itsTag = tag[index];
    release(index);
    ended.ended(itsTag, status);
  }

  private void release(int index) {
    who[index] = null;
    uses[index]++;
    free[freeCount++] = index;
    counters.remove(Counter.OPERATIONS);
  }
}
