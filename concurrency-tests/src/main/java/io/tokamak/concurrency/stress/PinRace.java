// SPDX-License-Identifier: Apache-2.0
package io.tokamak.concurrency.stress;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.slot.Pinning;
import io.tokamak.memory.slot.Pins;

/** One reader and one eviction of one object. The pin is free again for the next race. */
final class PinRace {
  private final Playground ground;
  private final Pins pins;
  private final Pinning pinning;
  private final long ref;
  private boolean pinned;

  /** A race on an object of its own. */
  PinRace(Playground ground) {
    int place = ground.place();
    this.ground = ground;
    this.pins = ground.pins(place);
    this.pinning = ground.pinning(place);
    pins.clear(0);
    this.ref = ground.seal(place);
  }

  /** The reader, with a pin set aside: 1 when it holds the object. */
  int pinReserved() {
    return pinning.pinReserved(ref, 0) == 0 ? 1 : 0;
  }

  /** The reader, with a pin it claims: 1 when it holds the object. */
  int pinClaimed() {
    return pinning.pin(ref, 0) >= 0 ? 1 : 0;
  }

  /** The store: 1 when it freed the object. */
  int evict() {
    long control = ground.retirement.begin(ref);
    ground.retirement.fence();
    pinned = false;
    pins.forEach(this::look);
    if (pinned) {
      ground.retirement.restore(ref, control);
      return 0;
    }
    ground.retirement.free(ref);
    return 1;
  }

  private void look(long pin) {
    pinned |= pin == ref;
  }

  /** The reader without its fence. */
  int pinWithoutFence() {
    pins.set(0, ref);
    long control = ground.entries.control(ObjectRef.entry(ref));
    return Control.isReadable(control) && Control.generation(control) == ObjectRef.generation(ref)
        ? 1
        : 0;
  }
}
