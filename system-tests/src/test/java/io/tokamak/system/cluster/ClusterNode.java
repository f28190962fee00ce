// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.cluster;

import io.tokamak.cli.Main;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.system.process.ChildProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A node of a cluster, started by {@code tokamak node start} in a process of its own. Clients made
 * by {@link #client} are closed with it. For one test thread.
 */
final class ClusterNode implements AutoCloseable {
  private static final String READY = "node ready";

  private final Path socket;
  private final String address;
  private final List<String> arguments;
  private final List<ObjectStoreClient> clients = new ArrayList<>();
  private ChildProcess process;

  /**
   * Starts one and waits until clients can connect.
   *
   * @param directory where its socket is
   * @param port where it listens, on the loopback interface
   * @param options further arguments
   */
  ClusterNode(Path directory, String name, int port, List<String> options) {
    this.socket = directory.resolve(name + ".sock");
    this.address = "127.0.0.1:" + port;
    this.arguments = new ArrayList<>(List.of("node", "start", "--socket", socket.toString()));
    arguments.addAll(List.of("--name", name, "--listen", address));
    arguments.addAll(options);
    this.process = launch();
  }

  private ChildProcess launch() {
    ChildProcess launched = ChildProcess.start(Main.class, arguments);
    try {
      launched.await(READY);
      return launched;
    } catch (AssertionError failure) {
      launched.close();
      throw failure;
    }
  }

  Path socket() {
    return socket;
  }

  /** Where others reach it: HOST:PORT. */
  String address() {
    return address;
  }

  ChildProcess process() {
    return process;
  }

  /** A client of this process. */
  ObjectStoreClient client() {
    ObjectStoreClient client = Tokamak.builder().socket(socket).name("test").connect();
    clients.add(client);
    return client;
  }

  /** Kills it, as kill -9 does. */
  void kill() {
    process.kill();
  }

  /** Asks it to stop, waits until it has, and returns its exit code. */
  int stop() {
    process.terminate();
    return process.exitCode();
  }

  /** Starts it again, at the same socket and address, after it has ended. */
  void restart() {
    process.close();
    process = launch();
  }

  @Override
  public void close() {
    clients.forEach(ObjectStoreClient::close);
    process.terminate();
    try {
      process.exitCode();
    } finally {
      process.close();
    }
  }
}
