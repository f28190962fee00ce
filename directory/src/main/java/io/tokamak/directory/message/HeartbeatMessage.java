// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.message;

import io.tokamak.fabric.service.MessageWriter;

/**
 * Still there. A node sends it several times within its lease, the host answers each. Nothing
 * follows the header.
 */
public enum HeartbeatMessage implements DirectoryMessage {
  /** The only one. */
  HEARTBEAT;

  @Override
  public DirectoryMessageType type() {
    return DirectoryMessageType.HEARTBEAT;
  }

  @Override
  public void encode(MessageWriter to) {}
}
