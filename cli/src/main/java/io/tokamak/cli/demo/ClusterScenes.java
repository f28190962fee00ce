// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.demo;

import io.tokamak.cli.text.ByteSize;
import io.tokamak.client.Cluster;
import io.tokamak.client.FetchOptions;
import io.tokamak.client.FetchResult;
import io.tokamak.client.NodeView;
import io.tokamak.client.ObjectCopy;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.client.TransferInfo;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.message.TransferState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the demonstration shows of a cluster: two more nodes, each with memory of its own. */
final class ClusterScenes {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int NODES = 3;

  /** Chunk by chunk, so that there is time to kill somebody. */
  private static final String SLOW = "socket4k";

  private static final int LARGE = 96 << 20;

  private final Story story;
  private final ObjectStoreClient first;
  private final Samples samples;
  private final Path directory;

  ClusterScenes(Story story, ObjectStoreClient first, Samples samples, Path directory) {
    this.story = story;
    this.first = first;
    this.samples = samples;
    this.directory = directory;
  }

  void play() throws IOException, InterruptedException {
    story.chapter("Two more nodes join the first one");
    if (!DemoNode.fits(2 * (samples.totalLength() + LARGE))) {
      story.tell("Left out: this machine has too little memory free for three nodes.");
      return;
    }
    String join = tcpAddress();
    long startNs = System.nanoTime();
    try (DemoNode second = start("second", "shm,tcp", join);
        DemoNode third = start("third", "tcp", join);
        ObjectStoreClient near = connect(second);
        ObjectStoreClient far = connect(third)) {
      story.check(
          awaitCompany(near) && awaitCompany(far),
          "processes %d and %d have joined over %s, %.2f s after the first of them started"
              .formatted(second.pid(), third.pid(), join, secondsSince(startNs)));
      fetchAll(near, "shm");
      fetchAll(far, "tcp");
      killHolder(second, near, far);
    }
  }

  private DemoNode start(String name, String fabrics, String join) throws IOException {
    return DemoNode.start(
        directory, name, samples.totalLength() + LARGE, "--fabrics", fabrics, "--join", join);
  }

  private static ObjectStoreClient connect(DemoNode node) {
    return Tokamak.builder().socket(node.socket()).name("demo").connect();
  }

  private String tcpAddress() {
    return first.cluster().nodes().stream()
        .filter(NodeView::self)
        .flatMap(node -> node.addresses().stream())
        .filter(address -> address.startsWith("tcp://"))
        .map(address -> address.substring("tcp://".length()))
        .findFirst()
        .orElseThrow();
  }

  private static boolean awaitCompany(ObjectStoreClient client) {
    return Waiting.until(() -> client.cluster().nodes().size() == NODES, PATIENCE);
  }

  /** All files of the first node, to a node that reaches it over this fabric. */
  private void fetchAll(ObjectStoreClient client, String fabric)
      throws IOException, InterruptedException {
    story.chapter("Fetching all files from the first node over " + fabric);
    List<ObjectId> ids = samples.all().stream().map(Sample::id).toList();
    boolean reached = Waiting.until(() -> reaches(client, fabric), PATIENCE);
    long startNs = System.nanoTime();
    List<FetchResult> results = client.cluster().fetch(ids, PATIENCE);
    double seconds = secondsSince(startNs);
    long arrived = results.stream().filter(result -> cameOver(result, fabric)).count();
    story.check(
        reached && arrived == ids.size(),
        "%d of %d objects came over %s: %s in %.2f s"
            .formatted(
                arrived, ids.size(), fabric, ByteSize.format(samples.totalLength()), seconds));
    story.check(intact(client), "all of them are there, each with the SHA-256 of its file");
    story.tell(new TransferTable(samples).of(results));
  }

  private static boolean reaches(ObjectStoreClient client, String fabric) {
    return client.cluster().nodes().stream().anyMatch(node -> node.fabric().equals(fabric));
  }

  private static boolean cameOver(FetchResult result, String fabric) {
    return result instanceof FetchResult.Arrived(TransferInfo how) && how.fabric().equals(fabric);
  }

  private boolean intact(ObjectStoreClient client) throws IOException {
    Path file = directory.resolve(Manifest.FILE_NAME);
    for (Map.Entry<ObjectId, String> entry : Manifest.read(file).digests().entrySet()) {
      if (!hash(client, entry.getKey()).equals(entry.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static String hash(ObjectStoreClient client, ObjectId id) {
    return HexFormat.of().formatHex(client.hash(id));
  }

  /** A node dies while it sends, and another one that has the object takes over. */
  private void killHolder(DemoNode second, ObjectStoreClient near, ObjectStoreClient far)
      throws InterruptedException {
    story.chapter("Killing a node in mid-transfer (kill -9)");
    ObjectId id = ObjectId.random();
    byte[] bytes = new byte[LARGE];
    new SplittableRandom(id.word0()).nextBytes(bytes);
    near.put(id, bytes);
    first.cluster().fetch(List.of(id), PATIENCE);
    near.cluster().awaitPublished(PATIENCE);
    first.cluster().awaitPublished(PATIENCE);
    ObjectCopy copy = copyAt(far.cluster(), id, "second");
    CompletableFuture<List<FetchResult>> fetch =
        far.cluster()
            .fetchAsync(
                List.of(id), FetchOptions.within(PATIENCE).protocol(SLOW).hints(List.of(copy)));
    boolean moving = Waiting.until(() -> isMoving(far, id), PATIENCE);
    second.kill();
    story.check(
        moving,
        "process %d was sending %s and is dead".formatted(second.pid(), ByteSize.format(LARGE)));
    checkTakeOver(fetch, far, id);
  }

  private static ObjectCopy copyAt(Cluster cluster, ObjectId id, String name)
      throws InterruptedException {
    return cluster.locations(id).stream()
        .filter(copy -> cluster.node(name).orElseThrow().id().equals(copy.holder()))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isMoving(ObjectStoreClient client, ObjectId id) {
    return client.cluster().transfers(10).stream()
        .anyMatch(one -> one.id().equals(id) && one.state() == TransferState.RUNNING);
  }

  private void checkTakeOver(
      CompletableFuture<List<FetchResult>> fetch, ObjectStoreClient far, ObjectId id)
      throws InterruptedException {
    FetchResult result = join(fetch, id);
    story.check(
        result instanceof FetchResult.Arrived(TransferInfo how) && how.sources() == 2,
        "the first node took over: " + new TransferTable(samples).line(result));
    story.check(
        result.isThere() && hash(far, id).equals(hash(first, id)),
        "the object has the SHA-256 that it has there");
    story.check(
        Waiting.until(() -> first.cluster().nodes().size() == NODES - 1, PATIENCE),
        "the others know that it is gone: %d nodes are left"
            .formatted(first.cluster().nodes().size()));
  }

  private static FetchResult join(CompletableFuture<List<FetchResult>> fetch, ObjectId id)
      throws InterruptedException {
    try {
      return fetch.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).getFirst();
    } catch (TimeoutException | ExecutionException e) {
      TokamakException known = e.getCause() instanceof TokamakException cause ? cause : null;
      throw known == null ? new IllegalStateException("the fetch of " + id + " failed", e) : known;
    }
  }

  private static double secondsSince(long startNs) {
    return (System.nanoTime() - startNs) / 1e9;
  }
}
