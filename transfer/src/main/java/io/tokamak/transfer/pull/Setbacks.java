// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.pull;

import io.tokamak.fabric.NodeRef;
import io.tokamak.transfer.context.Context;
import io.tokamak.transfer.protocol.Failure;
import io.tokamak.transfer.protocol.Landing;
import io.tokamak.transfer.record.Counter;
import io.tokamak.transfer.record.Counters;
import org.jspecify.annotations.Nullable;

/** What an attempt that brought nothing says of its source, and who else is to know. */
final class Setbacks {
  private static final int MOST_DAMAGES = 8;

  private final Context context;
  private final Counters counters;

  Setbacks(Context context) {
    this.context = context;
    counters = context.counters();
  }

  /** An attempt has failed. */
  void note(Flight flight, Failure failure, Landing landing) {
    Pull pull = flight.pull();
    Source source = flight.source();
    counters.add(Counter.RETRIES);
    pull.tried("%s: %s".formatted(flight, failure.why()));
    pull.unsealed(failure.kind() == Failure.Kind.UNSEALED);
    switch (failure.kind()) {
      case CANCELLED, BROKEN, UNSEALED -> source.failed(context.nowNs());
      case UNREADABLE -> unreadable(flight);
      case BUSY -> busy(pull, source, failure.other());
      case STALE -> stale(flight);
      case DAMAGED -> damaged(flight);
      case RESIZED -> {
        if (failure.place() != null) {
          source.moved(failure.place());
        }
      }
      case OTHER_VERSION -> otherVersion(pull, source, landing);
    }
  }

  private void busy(Pull pull, Source source, @Nullable NodeRef other) {
    source.failed(context.nowNs());
    if (other != null && !other.equals(context.self())) {
      pull.sources().suggest(other, source.location());
    }
  }

  /** The directory is told, and the holder is asked once more unless it was asked. */
  private void stale(Flight flight) {
    Pull pull = flight.pull();
    Source source = flight.source();
    counters.add(Counter.STALE);
    if (!source.isAskOnly()) {
      context.directory().doubt(pull.id(), source.location());
    }
    if (flight.isDirect()) {
      source.askOnly();
      source.disappointed();
    } else {
      pull.sources().remove(source);
    }
  }

  /** That says nothing of the object: the holder knows. */
  private void unreadable(Flight flight) {
    Source source = flight.source();
    if (flight.isDirect()) {
      source.askOnly();
      source.disappointed();
    } else {
      source.failed(context.nowNs());
    }
  }

  /** What came from there was damaged. */
  void damaged(Flight flight) {
    counters.add(Counter.DAMAGED);
    flight.source().disappointed();
    flight.pull().damaged();
  }

  /** Why there is no use in trying again; null when there is. */
  @Nullable String hopeless(Pull pull) {
    return pull.damages() < MOST_DAMAGES
        ? null
        : "it arrived damaged %d times: %s; check network and memory of the nodes"
            .formatted(pull.damages(), pull.triedText());
  }

  /**
   * What came from others is of no use if only this one is left; a broadcast has its own object.
   */
  private void otherVersion(Pull pull, Source source, Landing landing) {
    source.failed(context.nowNs());
    if (pull.flights().isEmpty() && !landing.isRelayed()) {
      landing.restart();
    }
  }
}
