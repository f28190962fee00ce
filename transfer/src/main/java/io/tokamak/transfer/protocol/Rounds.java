// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.protocol;

/** Round trips of reads. */
final class Rounds {
  private Rounds() {}

  /** Bytes, and the word that is asked for when they are here, unless it was asked for together. */
  static void count(Delivery delivery) {
    delivery.trace().roundTrip();
    if (delivery.landing().length() > PieceReader.FENCED_BYTES) {
      delivery.trace().roundTrip();
    }
  }
}
