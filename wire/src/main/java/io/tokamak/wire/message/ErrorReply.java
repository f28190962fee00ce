// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;

/**
 * The call failed. The code travels as the status of the frame, the message as its payload.
 *
 * @param code which error
 * @param message what was asked, what was found, what to do; cut at {@link
 *     MessageLimits#MAX_ERROR_MESSAGE_LENGTH} characters
 */
public record ErrorReply(ErrorCode code, String message) implements Reply {
  /** Cuts the message. */
  public ErrorReply {
    if (message.length() > MessageLimits.MAX_ERROR_MESSAGE_LENGTH) {
      message = message.substring(0, MessageLimits.MAX_ERROR_MESSAGE_LENGTH);
    }
  }

  /** The reply that carries this error. */
  public static ErrorReply of(TokamakException error) {
    String message = error.getMessage();
    return new ErrorReply(error.code(), message == null ? error.code().name() : message);
  }

  /** A new exception that says the same. */
  public TokamakException exception() {
    return code.exception(message);
  }

  @Override
  public int status() {
    return code.code();
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putText(message);
  }

  /** Reads status and payload. */
  public static ErrorReply decode(FrameReader reader) {
    return new ErrorReply(ErrorCode.of(reader.status()), reader.getText());
  }
}
