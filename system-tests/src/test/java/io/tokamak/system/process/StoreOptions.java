// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.process;

import io.tokamak.store.StoreSettings;
import io.tokamak.store.service.SegmentPlace;
import io.tokamak.store.service.StoreConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a test chooses about its store.
 *
 * @param socket where it listens
 * @param directory where its segment lies; null for the default one in /dev/shm
 */
public record StoreOptions(
    Path socket,
    @Nullable Path directory,
    long capacityBytes,
    int objectCount,
    int slotCount,
    int evictionPercent,
    long createDeadlineMs) {
  private static final int OBJECTS = 16_384;
  private static final int SLOTS = 64;

  /** A store with the defaults for everything else. */
  public static StoreOptions of(Path socket, long capacityBytes) {
    return new StoreOptions(
        socket,
        null,
        capacityBytes,
        OBJECTS,
        SLOTS,
        StoreSettings.DEFAULT.evictionPercent(),
        StoreSettings.DEFAULT.createDeadlineMs());
  }

  /** The same in a directory. */
  public StoreOptions in(Path segmentDirectory) {
    return new StoreOptions(
        socket,
        segmentDirectory,
        capacityBytes,
        objectCount,
        slotCount,
        evictionPercent,
        createDeadlineMs);
  }

  /** The same for so many clients with a slot. */
  public StoreOptions slots(int slots) {
    return new StoreOptions(
        socket, directory, capacityBytes, objectCount, slots, evictionPercent, createDeadlineMs);
  }

  /** The same for so many objects. */
  public StoreOptions objects(int objects) {
    return new StoreOptions(
        socket, directory, capacityBytes, objects, slotCount, evictionPercent, createDeadlineMs);
  }

  /** The same with another patience of creates that find no room. */
  public StoreOptions createDeadline(long deadlineMs) {
    return new StoreOptions(
        socket, directory, capacityBytes, objectCount, slotCount, evictionPercent, deadlineMs);
  }

  List<String> arguments() {
    return List.of(
        socket.toString(),
        directory == null ? "" : directory.toString(),
        Long.toString(capacityBytes),
        Integer.toString(objectCount),
        Integer.toString(slotCount),
        Integer.toString(evictionPercent),
        Long.toString(createDeadlineMs));
  }

  static StoreOptions parse(List<String> arguments) {
    String directory = arguments.get(1);
    return new StoreOptions(
        Path.of(arguments.get(0)),
        directory.isEmpty() ? null : Path.of(directory),
        Long.parseLong(arguments.get(2)),
        Integer.parseInt(arguments.get(3)),
        Integer.parseInt(arguments.get(4)),
        Integer.parseInt(arguments.get(5)),
        Long.parseLong(arguments.get(6)));
  }

  StoreConfig config() {
    StoreConfig config =
        StoreConfig.of(socket, capacityBytes)
            .withObjectCount(objectCount)
            .withSlotCount(slotCount)
            .withSettings(new StoreSettings(evictionPercent, createDeadlineMs));
    return directory == null ? config : config.withPlace(new SegmentPlace.Directory(directory));
  }
}
