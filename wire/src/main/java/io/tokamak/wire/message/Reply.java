// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/** What a node says to a client: the answer to a call, or a push. */
public sealed interface Reply
    permits ContainsReply,
        CostsReply,
        CreateReply,
        DeleteEverywhereReply,
        DeleteReply,
        EmptyReply,
        ErrorReply,
        EventsPush,
        EvictReply,
        FetchReply,
        GetReply,
        GreetReply,
        HoldersReply,
        InfoReply,
        LeaseReply,
        ListReply,
        LocateReply,
        ManagerStatusReply,
        NodesReply,
        StatsReply,
        TouchReply,
        TransfersReply,
        WelcomeReply {
  /** Appends the payload. */
  void encode(FrameWriter writer);

  /** The status of its frame: {@link ErrorCode#OK} but for {@link ErrorReply}. */
  default int status() {
    return ErrorCode.OK;
  }

  /** Writes the whole frame, with type and correlation of the call; returns its length in bytes. */
  default int write(FrameWriter writer, MessageType type, long correlation) {
    writer.begin(type, status(), correlation);
    encode(writer);
    return writer.end();
  }

  /**
   * Makes sure that a frame is a good reply of this type; its payload is still to be read.
   *
   * @throws TokamakException the error that the frame carries instead
   * @throws ProtocolMismatchException when it is of another type
   */
  static void expect(FrameReader reader, MessageType type) {
    if (reader.type() != type) {
      throw ProtocolMismatchException.of(
          "type of a reply", reader.type().code(), type.code() + " (" + type + ")");
    }
    if (reader.status() != ErrorCode.OK) {
      ErrorReply error = ErrorReply.decode(reader);
      reader.finish();
      throw error.exception();
    }
  }
}
