// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.cluster;

import io.tokamak.cli.Main;
import io.tokamak.client.FetchOptions;
import io.tokamak.client.FetchResult;
import io.tokamak.client.NodeView;
import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.system.process.ChildProcess;
import io.tokamak.system.process.Contents;
import io.tokamak.system.process.Soon;
import io.tokamak.wire.ObjectId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of a cluster, started by {@code tokamak node start} in a process of its own, with a client
 * in this one. For one test thread.
 */
public final class ClusterNode implements AutoCloseable {
  /** How long anything may take on a machine that has other things to do. */
  public static final Duration PATIENCE = ChildProcess.PATIENCE;

  private static final String READY = "node ready";

  private final String name;
  private final Path socket;
  private final String address;
  private final List<String> wrapper;
  private final List<String> arguments;
  private ChildProcess process;
  private @Nullable ObjectStoreClient client;

  /**
   * Starts one and waits until clients can connect.
   *
   * @param directory where its socket is
   * @param port where it listens, on the loopback interface
   * @param wrapper the command that runs it; none: it runs as it is
   * @param options further arguments
   */
  ClusterNode(Path directory, String name, int port, List<String> wrapper, List<String> options) {
    this.name = name;
    this.wrapper = wrapper;
    this.socket = directory.resolve(name + ".sock");
    this.address = "127.0.0.1:" + port;
    this.arguments = new ArrayList<>(List.of("node", "start", "--socket", socket.toString()));
    arguments.addAll(List.of("--name", name, "--listen", address));
    arguments.addAll(options);
    this.process = launch();
  }

  private ChildProcess launch() {
    ChildProcess launched = ChildProcess.start(wrapper, Main.class, arguments);
    try {
      launched.await(READY);
      return launched;
    } catch (AssertionError failure) {
      launched.close();
      throw failure;
    }
  }

  public String name() {
    return name;
  }

  public Path socket() {
    return socket;
  }

  /** Where others reach it: HOST:PORT. */
  public String address() {
    return address;
  }

  public ChildProcess process() {
    return process;
  }

  /** The client of this process. */
  public ObjectStoreClient client() {
    ObjectStoreClient present = client;
    if (present == null) {
      present = Tokamak.builder().socket(socket).name("test").callTimeout(PATIENCE).connect();
      client = present;
    }
    return present;
  }

  /** Waits until it sees so many nodes, itself included. */
  public void awaitNodes(int count) {
    Soon.await(count + " nodes at " + name, PATIENCE)
        .until(() -> client().cluster().nodes().size() == count);
  }

  /** How it sees another one. */
  public NodeView view(ClusterNode other) {
    return client().cluster().node(other.name).orElseThrow();
  }

  /** Waits until it reaches another one over this fabric. */
  public void awaitWay(ClusterNode other, String fabric) {
    Soon.await("way over " + fabric, PATIENCE).until(() -> reaches(other, fabric));
  }

  /** On a machine that is too busy nodes may lose sight of each other for a while. */
  private boolean reaches(ClusterNode other, String fabric) {
    return client()
        .cluster()
        .node(other.name)
        .filter(view -> view.fabric().equals(fabric))
        .isPresent();
  }

  /** A counter of its manager. */
  public long counter(String label) {
    return client().cluster().status().counters().getOrDefault(label, 0L);
  }

  /** Puts an object with the bytes of its id, and metadata when there is some. */
  public ObjectId put(long length, byte... metadata) {
    ObjectId id = ObjectId.random();
    try (ObjectBuilder builder = client().create(id, length, metadata)) {
      Contents.fill(id, builder.data());
      builder.seal();
    }
    return id;
  }

  /** Fetches one object. */
  public FetchResult fetch(ObjectId id, Duration timeout) throws InterruptedException {
    return client().cluster().fetch(List.of(id), timeout).getFirst();
  }

  /** The same in a way of one's own. */
  public FetchResult fetch(ObjectId id, FetchOptions options) throws InterruptedException {
    return client().cluster().fetch(List.of(id), options).getFirst();
  }

  /** Whether the object is here with the bytes of its id. */
  public boolean isIntact(ObjectId id) {
    try (ObjectHandle object = client().get(id)) {
      return Contents.matches(object);
    }
  }

  /** Kills it, as kill -9 does. */
  public void kill() {
    process.kill();
    closeClient();
  }

  /** Asks it to stop, waits until it has, and returns its exit code. */
  public int stop() {
    process.terminate();
    int exitCode = process.exitCode();
    closeClient();
    return exitCode;
  }

  /** Starts it again, at the same socket and address, after it has ended. */
  public void restart() {
    process.close();
    process = launch();
  }

  private void closeClient() {
    if (client != null) {
      client.close();
      client = null;
    }
  }

  @Override
  public void close() {
    closeClient();
    process.terminate();
    try {
      process.exitCode();
    } finally {
      process.close();
    }
  }
}
