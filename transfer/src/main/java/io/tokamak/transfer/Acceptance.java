// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

/** What a receiver takes for the object it wants, and hands on. The one place that says so. */
public interface Acceptance {
  /** As it must be. */
  Acceptance STRICT =
      new Acceptance() {
        @Override
        public boolean isStill(long controlWord, int generation) {
          return ControlWord.confirms(controlWord, generation);
        }

        @Override
        public boolean isWhole(int expectedChecksum, int foundChecksum) {
          return expectedChecksum == foundChecksum;
        }

        @Override
        public long relayable(long hereBytes, long lengthBytes) {
          return hereBytes;
        }
      };

  /** Whether bytes that were read before this control word are those of this generation. */
  boolean isStill(long controlWord, int generation);

  /** Whether bytes with this checksum are those that the holder has. */
  boolean isWhole(int expectedChecksum, int foundChecksum);

  /** How much of an object that is being received may be sent on, from the first byte. */
  long relayable(long hereBytes, long lengthBytes);
}
