// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The real store in a process of its own, on a socket in a directory of its own. Clients made by
 * {@link #client} are closed with it. For one test thread.
 */
public final class StoreProcess implements AutoCloseable {
  private final Path directory;
  private final StoreOptions options;
  private final List<String> wrapper;
  private final List<ObjectStoreClient> clients = new ArrayList<>();
  private ChildProcess process;

  private StoreProcess(Path directory, StoreOptions options, List<String> wrapper) {
    this.directory = directory;
    this.options = options;
    this.wrapper = wrapper;
    this.process = launch();
  }

  /** Starts a store of this capacity and waits until it serves. */
  public static StoreProcess start(long capacityBytes) {
    return start(capacityBytes, UnaryOperator.identity());
  }

  /** The same with other options. */
  public static StoreProcess start(long capacityBytes, UnaryOperator<StoreOptions> change) {
    return start(List.of(), capacityBytes, change);
  }

  /** The same by a command that runs commands. */
  public static StoreProcess start(
      List<String> wrapper, long capacityBytes, UnaryOperator<StoreOptions> change) {
    Path directory = temporaryDirectory();
    StoreOptions options =
        change.apply(StoreOptions.of(directory.resolve("store.sock"), capacityBytes));
    StoreProcess store = new StoreProcess(directory, options, wrapper);
    store.awaitReady();
    return store;
  }

  /** Starts one that should refuse to start, and returns what it says. */
  public static String refusal(long capacityBytes, UnaryOperator<StoreOptions> change) {
    Path directory = temporaryDirectory();
    StoreOptions options =
        change.apply(StoreOptions.of(directory.resolve("store.sock"), capacityBytes));
    try (StoreProcess store = new StoreProcess(directory, options, List.of())) {
      return store.process.await(StoreMain.REFUSED);
    }
  }

  /** Short, as a socket's path has to be. */
  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("tok");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ChildProcess launch() {
    return ChildProcess.start(wrapper, StoreMain.class, options.arguments());
  }

  private void awaitReady() {
    try {
      process.await(StoreMain.READY);
    } catch (AssertionError failure) {
      close();
      throw failure;
    }
  }

  public Path socket() {
    return options.socket();
  }

  public ChildProcess process() {
    return process;
  }

  /** A client of this process. */
  public ObjectStoreClient client() {
    return client("test");
  }

  /** The same with a name. */
  public ObjectStoreClient client(String name) {
    return add(Tokamak.builder().socket(socket()).name(name).connect());
  }

  /** A client that only reads. */
  public ObjectStoreClient readOnlyClient() {
    return add(Tokamak.builder().socket(socket()).name("reader").readOnly().connect());
  }

  private ObjectStoreClient add(ObjectStoreClient client) {
    clients.add(client);
    return client;
  }

  /** Closes all clients made so far. */
  public void closeClients() {
    clients.forEach(ObjectStoreClient::close);
    clients.clear();
  }

  /** Kills it, as kill -9 does. */
  public void kill() {
    process.kill();
  }

  /** Asks it to stop, waits until it has, and returns its exit code. */
  public int stop() {
    process.terminate();
    return process.exitCode();
  }

  /** Starts it again on the same socket. */
  public void restart() {
    assertThat(process.isAlive()).as("%s has ended", process).isFalse();
    process.close();
    process = launch();
    awaitReady();
  }

  /** Ends everything and removes its directory. */
  @Override
  public void close() {
    closeClients();
    process.terminate();
    try {
      process.exitCode();
    } finally {
      process.close();
      removeDirectory();
    }
  }

  private void removeDirectory() {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
