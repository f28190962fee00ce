// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import io.tokamak.memory.os.PeerCredentials;
import io.tokamak.store.Session;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.message.AbortRequest;
import io.tokamak.wire.message.CreateRequest;
import io.tokamak.wire.message.DeleteRequest;
import io.tokamak.wire.message.EvictRequest;
import io.tokamak.wire.message.LeaseRequest;
import io.tokamak.wire.message.PinRequest;
import io.tokamak.wire.message.PutRequest;
import io.tokamak.wire.message.QuotaRequest;
import io.tokamak.wire.message.Request;
import io.tokamak.wire.message.SealRequest;
import io.tokamak.wire.message.TouchRequest;
import io.tokamak.wire.message.UnpinRequest;

/**
 * Who may do what. The user of the store may do everything, other users nothing, or read when the
 * store allows them.
 *
 * @param ownUid the user of the store
 * @param othersAllowed whether others may read
 */
record Access(int ownUid, boolean othersAllowed) {
  /** Whether this user may connect at all. */
  boolean admits(PeerCredentials peer) {
    return peer.uid() == ownUid || othersAllowed;
  }

  /** Whether this user may only read. */
  boolean onlyReads(PeerCredentials peer) {
    return peer.uid() != ownUid;
  }

  /** What someone hears who may not connect. */
  InvalidRequestException refusal(PeerCredentials peer) {
    return new InvalidRequestException(
        "user %s may not use this store, which belongs to user %s: start the node with --allow-other-users to let others read"
            .formatted(Integer.toUnsignedString(peer.uid()), Integer.toUnsignedString(ownUid)));
  }

  /** Refuses what changes something when the session may only read. */
  static void check(Session session, Request request) {
    if (session.identity().readOnly() && changes(request)) {
      throw new InvalidRequestException(
          request.type()
              + ": this client is read-only; connect for reading and writing, as the user of the"
              + " store");
    }
  }

  private static boolean changes(Request request) {
    return switch (request) {
      case LeaseRequest _,
          CreateRequest _,
          SealRequest _,
          AbortRequest _,
          PutRequest _,
          DeleteRequest _,
          EvictRequest _,
          PinRequest _,
          TouchRequest _,
          UnpinRequest _,
          QuotaRequest _ ->
          true;
      default -> false;
    };
  }
}
