// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.bridge;

import io.tokamak.client.ObjectBuilder;
import io.tokamak.transfer.NewObject;
import io.tokamak.wire.ObjectId;

/**
 * An object being written.
 *
 * @param builder of the client
 */
record BridgedDraft(ObjectBuilder builder) implements NewObject {
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
  }

  @Override
  public void abort() {
    builder.abort();
  }
}
