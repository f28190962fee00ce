// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.link;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A place is registered for each transfer, as the thesis does it. */
final class PerTransfer implements Registrations {
  private final PlaceRegistry registry;
  private final Set<Hold> held = new LinkedHashSet<>();

  PerTransfer(PlaceRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Hold hold(long offset, long length) {
    Hold hold = registry.register(offset, length);
    held.add(hold);
    return hold;
  }

  @Override
  public void release(Hold hold) {
    if (held.remove(hold)) {
      registry.end(hold);
    }
  }

  @Override
  public void close() {
    List.copyOf(held).forEach(this::release);
  }
}
