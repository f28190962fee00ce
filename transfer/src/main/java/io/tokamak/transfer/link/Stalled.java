// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.link;

/** Who has something to do that the fabric had no room for. */
public interface Stalled {
  /** There may be room now. Stalls again if there is not. */
  void resume();
}
