// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.protocol;

import io.tokamak.transfer.link.Link;

/** Round trips of reads. */
final class Rounds {
  private Rounds() {}

  /** Bytes, and the word that is asked for when they are here, unless it was asked for together. */
  static void count(Delivery delivery, Link link) {
    delivery.trace().roundTrip();
    if (!PieceReader.isOneRoundTrip(link, delivery.landing().length())) {
      delivery.trace().roundTrip();
    }
  }
}
