// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.peer;

import io.tokamak.fabric.Endpoint;

/** Somebody who waits for a connection. Hears exactly one of the two, once. */
public interface PeerWait {
  /** Here it is. */
  void ready(Endpoint endpoint);

  /** There is none, and why. */
  void failed(String why);
}
