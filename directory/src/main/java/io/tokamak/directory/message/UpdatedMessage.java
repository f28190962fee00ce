// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.message;

import io.tokamak.fabric.service.MessageWriter;

/**
 * The changes up to this one have been made: whoever asks from now on hears of them. The number is
 * the correlation, nothing follows the header.
 *
 * @param last number of the last change that was made
 */
public record UpdatedMessage(long last) implements DirectoryMessage {
  @Override
  public DirectoryMessageType type() {
    return DirectoryMessageType.UPDATED;
  }

  @Override
  public long correlation() {
    return last;
  }

  @Override
  public void encode(MessageWriter to) {}
}
