// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;

/** How the fetch of one object ended. */
public sealed interface FetchedItem {
  /** Bytes of the shortest one. */
  int MIN_ENCODED_LENGTH = 1;

  /** Enough others were there: this one was given up. */
  record Pending() implements FetchedItem {
    static final int KIND = 0;

    @Override
    public void encode(FrameWriter writer) {
      writer.putU8(KIND);
    }
  }

  /** It was there already. */
  record Present() implements FetchedItem {
    static final int KIND = 1;

    @Override
    public void encode(FrameWriter writer) {
      writer.putU8(KIND);
    }
  }

  /** It came, and how. */
  record Arrived(TransferSummary how) implements FetchedItem {
    static final int KIND = 2;

    @Override
    public void encode(FrameWriter writer) {
      writer.putU8(KIND);
      how.encode(writer);
    }
  }

  /**
   * It did not come.
   *
   * @param code what kind of failure
   * @param why number of the text that says what was asked, what was found, what to do
   */
  record Failed(ErrorCode code, int why) implements FetchedItem {
    static final int KIND = 3;

    @Override
    public void encode(FrameWriter writer) {
      writer.putU8(KIND);
      writer.putU16(code.code());
      writer.putU16(why);
    }
  }

  /** Appends it to a frame. */
  void encode(FrameWriter writer);

  /** Reads it. */
  static FetchedItem decode(FrameReader reader) {
    int kind = reader.getU8();
    return switch (kind) {
      case Pending.KIND -> new Pending();
      case Present.KIND -> new Present();
      case Arrived.KIND -> new Arrived(TransferSummary.decode(reader));
      case Failed.KIND -> new Failed(ErrorCode.of(reader.getU16()), reader.getU16());
      default -> throw ProtocolMismatchException.of("outcome of a fetch", kind, "0 to 3");
    };
  }
}
