// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.demo;

import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Times get and release: too short to be timed one by one, so a batch at a time. */
final class Latency {
  private static final int BATCHES = 40;
  private static final int BATCH = 5_000;

  private final ObjectStoreClient client;
  private final ObjectHandle handle;
  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

  Latency(ObjectStoreClient client) {
    this.client = client;
    this.handle = client.newHandle();
  }

  /** Median time of a get with release, over these objects in random order. */
  double nanoseconds(List<Sample> samples) {
    Sample[] order = new Sample[BATCH];
    Arrays.setAll(order, i -> samples.get(random.nextInt(samples.size())));
    double[] times = new double[BATCHES];
    for (int batch = 0; batch < BATCHES; batch++) {
      times[batch] = (double) time(order) / BATCH;
    }
    Arrays.sort(times);
    return times[BATCHES / 2];
  }

  private long time(Sample[] order) {
    long startNs = System.nanoTime();
    for (Sample sample : order) {
      if (!client.tryGet(sample.id(), handle)) {
        throw new IllegalStateException("object " + sample.id() + " is gone");
      }
      handle.release();
    }
    return System.nanoTime() - startNs;
  }
}
