// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import io.tokamak.store.service.StoreConfig;
import io.tokamak.store.service.StoreServer;
import java.nio.file.Path;
import java.time.Duration;

/** A store process for tests: this module does not see the command line. */
public final class BenchNode {
  private BenchNode() {}

  /** Arguments: socket, bytes. */
  public static void main(String[] arguments) throws InterruptedException {
    StoreConfig config = StoreConfig.of(Path.of(arguments[0]), Long.parseLong(arguments[1]));
    StoreServer server = StoreServer.start(config);
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
    boolean ended = server.join(Duration.ofHours(1));
    System.exit(ended ? 0 : 1);
  }
}
