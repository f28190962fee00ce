// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.protocol;

import io.tokamak.transfer.link.Link;
import org.jspecify.annotations.Nullable;

/** One try to get an object, or pieces of it, over one connection. For the manager's thread. */
public abstract class Attempt {
  private final Delivery delivery;
  private final Link link;
  private final AttemptListener listener;
  private long progressNs;
  private boolean ended;

  Attempt(Delivery delivery, Link link, AttemptListener listener) {
    this.delivery = delivery;
    this.link = link;
    this.listener = listener;
    progressed();
  }

  /** Begins. Once. */
  public abstract void begin();

  /** Nobody wants it any more. Ends at once, or as soon as nothing reads into memory. */
  public abstract void stop();

  /** Whether bytes came by being read, at least some. */
  public abstract boolean isReading();

  /** The connection. */
  public Link link() {
    return link;
  }

  /** When something happened last. */
  public long progressNs() {
    return progressNs;
  }

  final Delivery delivery() {
    return delivery;
  }

  final long progressed() {
    progressNs = delivery.clock().getAsLong();
    return progressNs;
  }

  final void end(@Nullable Failure failure) {
    if (!ended) {
      ended = true;
      listener.ended(this, failure);
    }
  }

  final boolean hasEnded() {
    return ended;
  }
}
