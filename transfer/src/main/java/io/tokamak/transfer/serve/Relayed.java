// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.serve;

import io.tokamak.transfer.HeldObject;
import io.tokamak.transfer.Place;
import io.tokamak.transfer.context.Context;
import io.tokamak.transfer.protocol.Landing;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.TokamakException;
import org.jspecify.annotations.Nullable;

/**
 * What has come of an object that this node receives itself. When that is sealed it is held like
 * any other. It may have gone in between, and another one may have its id: the checksum tells.
 */
final class Relayed implements Supply {
  private final Context context;
  private final Landing landing;
  private final Place place;
  private final int checksum;
  private final int life;
  private @Nullable HeldObject held;
  private long seen = -1;
  private boolean ended;

  Relayed(Context context, Landing landing) {
    this.context = context;
    this.landing = landing;
    place = landing.place();
    checksum = landing.checksum();
    life = landing.life();
  }

  @Override
  public ObjectId id() {
    return landing.object().id();
  }

  @Override
  public Place place() {
    return place;
  }

  @Override
  public int checksum() {
    return checksum;
  }

  @Override
  public long here() {
    return held == null
        ? context.acceptance().relayable(landing.here(), place.length())
        : place.length();
  }

  @Override
  public boolean hasNews() {
    return held == null && (seen != landing.here() || life != landing.life() || landing.isOver());
  }

  @Override
  public boolean isThere() {
    seen = landing.here();
    ended |= held == null && life != landing.life();
    if (held == null && landing.isSealed() && !ended) {
      held = hold();
      ended = held == null;
    }
    return held != null || (!ended && !landing.isOver());
  }

  private @Nullable HeldObject hold() {
    HeldObject found;
    try {
      found = context.store().hold(id());
    } catch (TokamakException unanswered) {
      return null;
    }
    if (found != null && !isTheSame(found)) {
      found.release();
      return null;
    }
    return found;
  }

  /** Bytes are sent from where they came to: a later copy lies elsewhere. */
  private boolean isTheSame(HeldObject found) {
    return landing.fits(found.place())
        && found.place().offset() == place.offset()
        && found.checksum() == checksum;
  }

  @Override
  public boolean isSealed() {
    return false;
  }

  @Override
  public void release() {
    if (held != null) {
      held.release();
    }
  }
}
