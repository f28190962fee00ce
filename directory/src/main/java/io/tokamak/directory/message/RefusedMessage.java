// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.message;

import io.tokamak.fabric.service.MessageReader;
import io.tokamak.fabric.service.MessageWriter;

/**
 * Why a JOIN was not followed: a text.
 *
 * @param why for people; cut to {@value #MOST_TEXT_BYTES} bytes
 */
public record RefusedMessage(String why) implements DirectoryMessage {
  static final int MOST_TEXT_BYTES = 512;

  @Override
  public DirectoryMessageType type() {
    return DirectoryMessageType.REFUSED;
  }

  @Override
  public void encode(MessageWriter to) {
    to.putText(why, MOST_TEXT_BYTES);
  }

  static RefusedMessage decode(MessageReader from) {
    return new RefusedMessage(from.getText(MOST_TEXT_BYTES));
  }
}
