// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.tamper;

import io.tokamak.transfer.Acceptance;

/**
 * All of an object that is being received is handed on, whatever of it has come. The checksum would
 * tell: it is not looked at.
 */
final class RelayAhead extends Between {
  @Override
  public Acceptance acceptance() {
    return new Acceptance() {
      @Override
      public boolean isStill(long controlWord, int generation) {
        return STRICT.isStill(controlWord, generation);
      }

      @Override
      public boolean isWhole(int expectedChecksum, int foundChecksum) {
        return true;
      }

      @Override
      public long relayable(long hereBytes, long lengthBytes) {
        return lengthBytes;
      }
    };
  }
}
