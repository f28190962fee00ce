// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.frame.FrameReader;

/**
 * A request that gets exactly one reply.
 *
 * @param <R> the reply when all goes well
 */
public sealed interface Call<R extends Reply> extends Request
    permits AbortRequest,
        AttachRequest,
        ContainsRequest,
        CreateRequest,
        DeleteRequest,
        EvictRequest,
        GetRequest,
        GoodbyeRequest,
        HelloRequest,
        HoldersRequest,
        InfoRequest,
        LeaseRequest,
        ListRequest,
        ManagerCall,
        PinRequest,
        PutRequest,
        QuotaRequest,
        ReleaseRequest,
        SealRequest,
        StatsRequest,
        SubscribeRequest,
        TouchRequest,
        UnpinRequest {
  /** Reads the payload of the reply. */
  R decodeReply(FrameReader reader);

  /**
   * Reads the reply of a frame to its last byte.
   *
   * @throws TokamakException the error the store answered with
   * @throws ProtocolMismatchException when the frame is no reply to this request
   */
  default R readReply(FrameReader reader) {
    Reply.expect(reader, type());
    R reply = decodeReply(reader);
    reader.finish();
    return reply;
  }
}
