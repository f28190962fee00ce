// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.message;

import io.tokamak.fabric.service.MessageWriter;

/** The node leaves. Nothing follows the header, nothing answers. */
public enum LeaveMessage implements DirectoryMessage {
  /** The only one. */
  LEAVE;

  @Override
  public DirectoryMessageType type() {
    return DirectoryMessageType.LEAVE;
  }

  @Override
  public void encode(MessageWriter to) {}
}
