// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.bridge;

import io.tokamak.client.ObjectBuilder;
import io.tokamak.transfer.NewObject;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.TokamakException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * An object being written.
 *
 * @param session that it is written in
 * @param builder of the client
 */
record BridgedDraft(StoreSession session, ObjectBuilder builder) implements NewObject {
  private static final Logger LOGGER = System.getLogger(BridgedDraft.class.getName());

  @Override
  public ObjectId id() {
    return builder.id();
  }

  @Override
  public long offset() {
    return builder.offset();
  }

  @Override
  public void seal() {
    builder.seal();
    session.unuse();
  }

  /** What the store does not hear of goes with the session. */
  @Override
  public void abort() {
    try {
      builder.close();
    } catch (TokamakException unheard) {
      LOGGER.log(Level.DEBUG, "abort of object {0}: {1}", id(), unheard.getMessage());
    } finally {
      session.unuse();
    }
  }
}
