// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.link;

import io.tokamak.transfer.message.TransferType;
import java.lang.foreign.MemorySegment;

/** Who asked a peer for something and hears what comes of it. */
public interface Correspondent {
  /**
   * The peer answers.
   *
   * @param message only until this returns
   * @throws io.tokamak.fabric.service.BadMessageException when it makes no sense; the connection
   *     ends
   */
  void received(TransferType type, MemorySegment message);

  /** The connection is gone. Nothing comes any more. */
  void lost(String why);
}
