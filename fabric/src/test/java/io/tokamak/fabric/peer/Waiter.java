// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.peer;

import io.tokamak.fabric.Endpoint;
import java.util.ArrayList;
import java.util.List;

/** Remembers what it was told. */
final class Waiter implements PeerWait {
  final List<Endpoint> ready = new ArrayList<>();
  final List<String> failed = new ArrayList<>();

  @Override
  public void ready(Endpoint endpoint) {
    ready.add(endpoint);
  }

  @Override
  public void failed(String why) {
    failed.add(why);
  }
}
