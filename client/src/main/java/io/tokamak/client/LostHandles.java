// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import static java.lang.System.Logger.Level.WARNING;

import io.tokamak.memory.layout.SlotLayout;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * Finds handles that became garbage without a release, gives back what they hold, and logs each
 * once. Finds builders that became garbage as well.
 *
 * <p>A hold is kept here as long as it is open or has a pin of its own: by the index of its pin, or
 * in a set when the store keeps the pin on its books. The entry of a pin stays when the hold ends,
 * until another hold gets the pin, so a handle that is used again and again for the same pin writes
 * nothing here. A daemon thread waits for the collector's word.
 *
 * <p>Thread-safe; {@link #watch} takes no lock and allocates nothing for pins of the slot.
 */
final class LostHandles {
  private static final System.Logger LOG = System.getLogger(LostHandles.class.getName());

  private final ReferenceQueue<Object> lost = new ReferenceQueue<>();
  private final AtomicReferenceArray<Hold> byPin = new AtomicReferenceArray<>(SlotLayout.PIN_COUNT);
  private final Set<Hold> onTheBooks = ConcurrentHashMap.newKeySet();
  private final Consumer<Hold> release;
  private final Consumer<Building> giveUp;
  private final Thread watcher;

  /**
   * @param release gives back what the hold of a handle that is garbage still holds
   * @param giveUp aborts the object whose builder is garbage, and logs it
   */
  LostHandles(Consumer<Hold> release, Consumer<Building> giveUp, String name) {
    this.release = release;
    this.giveUp = giveUp;
    this.watcher =
        Thread.ofPlatform().daemon().name("tokamak-lost-handles-" + name).unstarted(this::run);
  }

  void start() {
    watcher.start();
  }

  /** Where the collector announces lost handles and builders. */
  ReferenceQueue<Object> queue() {
    return lost;
  }

  /** Keeps an eye on a hold that just began. */
  void watch(Hold hold, int pinIndex) {
    if (pinIndex == Hold.ON_THE_BOOKS) {
      onTheBooks.add(hold);
    } else if (byPin.getPlain(pinIndex) != hold) {
      byPin.setRelease(pinIndex, hold);
    }
  }

  /** Forgets a hold whose pin was on the books; others need no word. */
  void forget(Hold hold) {
    onTheBooks.remove(hold);
  }

  /** Whether any handle is open. */
  boolean anyOpen() {
    for (int pin = 0; pin < byPin.length(); pin++) {
      Hold hold = byPin.getAcquire(pin);
      if (hold != null && Hold.isOpen(hold.life())) {
        return true;
      }
    }
    return !onTheBooks.isEmpty();
  }

  private void run() {
    try {
      while (true) {
        recover(lost.remove());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void recover(Reference<?> reference) {
    if (reference instanceof Hold hold) {
      recover(hold);
    } else if (reference instanceof Building building) {
      giveUp.accept(building);
    }
  }

  private void recover(Hold hold) {
    if (Hold.isOpen(hold.life())) {
      LOG.log(
          WARNING,
          "a handle of object {0} became garbage without a release; released it now. Close handles.",
          hold.id());
    }
    release.accept(hold);
  }

  /** Ends the thread. */
  void stop() {
    watcher.interrupt();
  }
}
