// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.InsufficientMemoryException;
import io.tokamak.memory.os.MappedFile;
import io.tokamak.system.process.StoreProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A store on a memory file system of its own, in a name space of its own, that somebody else fills
 * before the store has reserved all it was promised.
 */
final class CrowdedStore implements AutoCloseable {
  private static final long SLACK = 32L << 20;
  private static final long PAGE = 4096;
  private static final int ATTEMPTS = 20;
  private static final String MOUNT_AND_RUN =
      "mount -t tmpfs -o size=\"$0\" tokamak-test \"$1\" && shift && exec \"$@\"";

  private final StoreProcess store;
  private final Path crowd;

  private CrowdedStore(StoreProcess store, Path crowd) {
    this.store = store;
    this.crowd = crowd;
  }

  /** How to run a command in a name space with mounts of its own; empty where that is forbidden. */
  static Optional<List<String>> isolation() throws InterruptedException {
    List<String> asRoot = List.of("unshare", "--mount");
    List<String> asUser = List.of("unshare", "--user", "--map-root-user", "--mount");
    for (List<String> wrapper : List.of(asRoot, asUser)) {
      if (canMount(wrapper)) {
        return Optional.of(wrapper);
      }
    }
    return Optional.empty();
  }

  private static boolean canMount(List<String> wrapper) throws InterruptedException {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(List.of("mount", "-t", "tmpfs", "tokamak-test", "/tmp"));
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }

  /**
   * The store is stopped (SIGSTOP) while its file system is filled. When it had reserved everything
   * by then, the next one is tried.
   */
  static CrowdedStore start(List<String> isolation, Path directory, long capacityBytes) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      StoreProcess store = startIn(isolation, directory, capacityBytes);
      Path crowd =
          Path.of("/proc", Long.toString(store.process().pid()), "root" + directory, "crowd");
      if (fillBehindItsBack(store, crowd) > 2 * SLACK) {
        return new CrowdedStore(store, crowd);
      }
      store.close();
    }
    throw new AssertionError("the store always had all its memory before anybody else got any");
  }

  private static long fillBehindItsBack(StoreProcess store, Path crowd) {
    boolean filled = false;
    store.process().signal("STOP");
    try {
      long length = fill(crowd);
      filled = true;
      return length;
    } finally {
      store.process().signal("CONT");
      if (!filled) {
        store.close();
      }
    }
  }

  private static StoreProcess startIn(List<String> isolation, Path directory, long capacityBytes) {
    List<String> wrapper = new ArrayList<>(isolation);
    String size = Long.toString(capacityBytes + SLACK);
    wrapper.addAll(List.of("sh", "-c", MOUNT_AND_RUN, size, directory.toString()));
    return StoreProcess.start(wrapper, capacityBytes, options -> options.in(directory));
  }

  /** To the last page; returns how much that was. */
  private static long fill(Path file) {
    long length = 0;
    try (MappedFile crowd = MappedFile.create(file)) {
      for (long step = SLACK; step >= PAGE; ) {
        if (reserved(crowd, length, step)) {
          length += step;
        } else {
          step /= 2;
        }
      }
      assertThat(crowd.availableBytes()).isLessThan(PAGE);
    }
    return length;
  }

  private static boolean reserved(MappedFile file, long offset, long length) {
    try {
      file.reserve(offset, length);
      return true;
    } catch (InsufficientMemoryException full) {
      return false;
    }
  }

  StoreProcess store() {
    return store;
  }

  /** The others go. */
  void clear() throws IOException {
    Files.delete(crowd);
  }

  @Override
  public void close() {
    store.close();
  }
}
