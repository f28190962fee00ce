// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import io.tokamak.store.StoreSettings;
import java.nio.file.Path;

/**
 * What one can choose about a store. Everything but the socket and the capacity has a good default;
 * change it with the {@code with} methods.
 *
 * @param socket where clients connect; made absolute
 * @param place where the memory comes from
 * @param capacityBytes usable bytes for objects
 * @param objectCount objects that can exist at once
 * @param slotCount clients that can have a slot at once; more are served, slower
 * @param settings eviction and deadlines
 * @param allowOtherUsers whether other users of the machine may connect; they can only read
 * @param lockMemory whether the segment must never be swapped out (mlock)
 */
public record StoreConfig(
    Path socket,
    SegmentPlace place,
    long capacityBytes,
    int objectCount,
    int slotCount,
    StoreSettings settings,
    boolean allowOtherUsers,
    boolean lockMemory) {
  private static final int DEFAULT_SLOTS = 1024;
  private static final int FEWEST_OBJECTS = 16 << 10;
  private static final int MOST_OBJECTS_BY_DEFAULT = 16 << 20;
  private static final int BYTES_PER_OBJECT = 4096;

  /** A store with defaults for everything else. */
  public static StoreConfig of(Path socket, long capacityBytes) {
    return new StoreConfig(
        socket,
        new SegmentPlace.SharedMemory(),
        capacityBytes,
        defaultObjectCount(capacityBytes),
        DEFAULT_SLOTS,
        StoreSettings.DEFAULT,
        false,
        false);
  }

  /** Checks the figures. */
  public StoreConfig {
    socket = socket.toAbsolutePath().normalize();
    requirePositive("capacity in bytes", capacityBytes);
    requirePositive("number of objects", objectCount);
    requirePositive("number of client slots", slotCount);
  }

  /**
   * One object per 4 KiB of capacity, 16 Ki at least: the table then takes under 4 % of a large
   * store.
   */
  public static int defaultObjectCount(long capacityBytes) {
    long byCapacity = capacityBytes / BYTES_PER_OBJECT;
    return Math.clamp(byCapacity, FEWEST_OBJECTS, MOST_OBJECTS_BY_DEFAULT);
  }

  /** The same with its memory somewhere else. */
  public StoreConfig withPlace(SegmentPlace newPlace) {
    return new StoreConfig(
        socket,
        newPlace,
        capacityBytes,
        objectCount,
        slotCount,
        settings,
        allowOtherUsers,
        lockMemory);
  }

  /** The same for another number of objects. */
  public StoreConfig withObjectCount(int count) {
    return new StoreConfig(
        socket, place, capacityBytes, count, slotCount, settings, allowOtherUsers, lockMemory);
  }

  /** The same for another number of client slots. */
  public StoreConfig withSlotCount(int count) {
    return new StoreConfig(
        socket, place, capacityBytes, objectCount, count, settings, allowOtherUsers, lockMemory);
  }

  /** The same with other settings. */
  public StoreConfig withSettings(StoreSettings newSettings) {
    return new StoreConfig(
        socket,
        place,
        capacityBytes,
        objectCount,
        slotCount,
        newSettings,
        allowOtherUsers,
        lockMemory);
  }

  /** The same, other users allowed or not. */
  public StoreConfig withOtherUsers(boolean allowed) {
    return new StoreConfig(
        socket, place, capacityBytes, objectCount, slotCount, settings, allowed, lockMemory);
  }

  /** The same, memory locked or not. */
  public StoreConfig withLockedMemory(boolean locked) {
    return new StoreConfig(
        socket, place, capacityBytes, objectCount, slotCount, settings, allowOtherUsers, locked);
  }

  private static void requirePositive(String what, long found) {
    if (found <= 0) {
      throw new IllegalArgumentException("the " + what + " must be more than 0, found " + found);
    }
  }
}
