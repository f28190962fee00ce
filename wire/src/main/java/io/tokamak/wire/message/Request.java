// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/**
 * What a client says to the store, or to the manager. Sealed, so that they can switch over it
 * completely.
 */
public sealed interface Request permits Call, Notice {
  /** The type under which it travels. */
  MessageType type();

  /** Appends the payload. */
  void encode(FrameWriter writer);

  /** Writes the whole frame and returns its length in bytes. */
  default int write(FrameWriter writer, long correlation) {
    writer.begin(type(), correlation);
    encode(writer);
    return writer.end();
  }

  /**
   * Reads the request of a frame to its last byte.
   *
   * @throws ProtocolMismatchException when it is none
   */
  static Request read(FrameReader reader) {
    if (reader.status() != 0) {
      throw ProtocolMismatchException.of("status of a request", reader.status(), "0");
    }
    Request request = decode(reader);
    reader.finish();
    return request;
  }

  private static Request decode(FrameReader reader) {
    return switch (reader.type()) {
      case HELLO -> HelloRequest.decode(reader);
      case ATTACH -> AttachRequest.decode(reader);
      case GOODBYE -> GoodbyeRequest.decode(reader);
      case LEASE -> LeaseRequest.decode(reader);
      case CREATE -> CreateRequest.decode(reader);
      case SEAL -> SealRequest.decode(reader);
      case ABORT -> AbortRequest.decode(reader);
      case GET -> GetRequest.decode(reader);
      case RELEASE -> ReleaseRequest.decode(reader);
      case RELEASED -> ReleasedNotice.decode(reader);
      case DOORBELL -> DoorbellNotice.DOORBELL;
      case CONTAINS -> ContainsRequest.decode(reader);
      case LIST -> ListRequest.decode(reader);
      case DELETE -> DeleteRequest.decode(reader);
      case EVICT -> EvictRequest.decode(reader);
      case TOUCH -> TouchRequest.decode(reader);
      case PIN -> PinRequest.decode(reader);
      case UNPIN -> UnpinRequest.decode(reader);
      case PUT -> PutRequest.decode(reader);
      case SUBSCRIBE -> SubscribeRequest.decode(reader);
      case STATS -> StatsRequest.decode(reader);
      case QUOTA -> QuotaRequest.decode(reader);
      case INFO -> InfoRequest.decode(reader);
      case HOLDERS -> HoldersRequest.decode(reader);
      case GREET -> GreetRequest.decode(reader);
      case FETCH -> FetchRequest.decode(reader);
      case PREFETCH -> PrefetchRequest.decode(reader);
      case PUSH -> PushRequest.decode(reader);
      case LOCATE -> LocateRequest.decode(reader);
      case NODES -> NodesRequest.decode(reader);
      case DELETE_EVERYWHERE -> DeleteEverywhereRequest.decode(reader);
      case PUBLISHED -> PublishedRequest.decode(reader);
      case TRANSFERS -> TransfersRequest.decode(reader);
      case COSTS -> CostsRequest.decode(reader);
      case CALIBRATE -> CalibrateRequest.decode(reader);
      case FOLLOW -> FollowRequest.decode(reader);
      case MANAGER_STATUS -> ManagerStatusRequest.decode(reader);
      case BROADCAST -> BroadcastRequest.decode(reader);
      case EVENTS ->
          throw ProtocolMismatchException.of(
              "request type", reader.type().code(), "a type that clients send");
    };
  }
}
