// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.rdma;

import io.tokamak.client.FetchOptions;
import io.tokamak.client.FetchResult;
import io.tokamak.client.ObjectCopy;
import io.tokamak.client.TransferInfo;
import io.tokamak.system.cluster.ClusterNode;
import io.tokamak.system.cluster.TestCluster;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.List;

/**
 * Two nodes with a device each: what is put at the holder ({@code rxe0}) is fetched by the reader
 * ({@code rxe1}), which keeps the directory, so that the holder may die. For one test thread.
 */
final class RdmaPair implements AutoCloseable {
  static final String UCX = "ucx";
  private static final String MEMORY = "--memory";
  static final VerbsDevice HOLDERS = new VerbsDevice("rxe0");
  static final VerbsDevice READERS = new VerbsDevice("rxe1");

  private final TestCluster cluster;
  private final ClusterNode holder;
  private final ClusterNode reader;

  /** Starts both and waits until they reach each other by their devices. */
  RdmaPair(String... options) {
    cluster = new TestCluster(withDefaults(options));
    try {
      reader = cluster.start(on(READERS), "reader");
      holder = cluster.start(on(HOLDERS), "holder");
      awaitWay(UCX);
    } catch (Throwable failure) {
      cluster.close();
      throw failure;
    }
  }

  /** Page faults are dear in the guest, and all of the memory is pinned: little is enough. */
  private static String[] withDefaults(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    if (!all.contains(MEMORY)) {
      all.addAll(List.of(MEMORY, "64m"));
    }
    all.addAll(List.of("--fabrics", "ucx,tcp"));
    return all.toArray(String[]::new);
  }

  /** What has a command use one device. */
  static List<String> on(VerbsDevice device) {
    return List.of("env", "UCX_NET_DEVICES=" + device.name() + ":1");
  }

  ClusterNode holder() {
    return holder;
  }

  ClusterNode reader() {
    return reader;
  }

  /** Waits until both reach each other over this fabric. */
  void awaitWay(String fabric) {
    reader.awaitWay(holder, fabric);
    holder.awaitWay(reader, fabric);
  }

  /** Where an object of the holder is, as the reader can find out. */
  ObjectCopy copy(ObjectId id) throws InterruptedException {
    holder.client().cluster().awaitPublished(ClusterNode.PATIENCE);
    return reader.client().cluster().locations(id).getFirst();
  }

  /** Fetches by a protocol, without asking the directory, and says how. */
  TransferInfo fetch(ObjectId id, ObjectCopy copy, String protocol) throws InterruptedException {
    FetchOptions options = FetchOptions.within(ClusterNode.PATIENCE);
    return arrived(reader.fetch(id, options.protocol(protocol).hints(List.of(copy))));
  }

  /** Fetches by what is chosen, and says how. */
  TransferInfo fetch(ObjectId id) throws InterruptedException {
    return arrived(reader.fetch(id, ClusterNode.PATIENCE));
  }

  private static TransferInfo arrived(FetchResult result) {
    if (result instanceof FetchResult.Arrived arrived) {
      return arrived.how();
    }
    throw new AssertionError("it did not arrive: " + result);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
