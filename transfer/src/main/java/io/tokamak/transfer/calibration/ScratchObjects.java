// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.calibration;

import io.tokamak.transfer.HeldObject;
import io.tokamak.transfer.NewObject;
import io.tokamak.transfer.context.Context;
import io.tokamak.transfer.link.Link;
import io.tokamak.transfer.message.Scratch;
import io.tokamak.transfer.record.Counter;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.TokamakException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects that peers have had made here to measure with: one for each connection. */
public final class ScratchObjects {
  /** The longest is this part of the data area at most. */
  public static final int PART_OF_STORE = 4;

  private static final long MOST_BYTES = 64L << 20;

  private final Context context;
  private final Map<Link, Made> byLink = new HashMap<>();
  private long made;

  private record Made(long number, HeldObject held) {}

  /** None is there. */
  public ScratchObjects(Context context) {
    this.context = context;
  }

  /** A peer wants one; the one before goes. */
  public void make(Link link, long number, long lengthBytes) {
    lost(link);
    long most = Math.min(MOST_BYTES, context.store().data().byteSize() / PART_OF_STORE);
    HeldObject held = lengthBytes > most ? null : make(lengthBytes);
    Scratch answer = Scratch.none(number);
    if (held != null) {
      byLink.put(link, new Made(number, held));
      context.counters().add(Counter.SCRATCH_OBJECTS);
      answer = new Scratch(number, true, held.id(), held.place());
    }
    link.post(answer.write(link.letter()));
  }

  private @Nullable HeldObject make(long lengthBytes) {
    ObjectId id = ObjectId.named("scratch %s %d".formatted(context.self(), ++made));
    try {
      NewObject object = context.store().create(id, lengthBytes, 0);
      object.seal();
      return context.store().hold(id);
    } catch (TokamakException noRoom) {
      return null;
    }
  }

  /** A peer does not need it any more. */
  public void drop(Link link, long number) {
    Made one = byLink.get(link);
    if (one != null && one.number == number) {
      lost(link);
    }
  }

  /** A connection is gone. */
  public void lost(Link link) {
    Made one = byLink.remove(link);
    if (one != null) {
      context.counters().remove(Counter.SCRATCH_OBJECTS);
      ObjectId id = one.held.id();
      one.held.release();
      delete(id);
    }
  }

  /** What stays is evicted when there is no room. */
  private void delete(ObjectId id) {
    try {
      context.store().delete(List.of(id));
    } catch (TokamakException unanswered) {
      context.counters().add(Counter.STORE_FAILURES);
    }
  }
}
