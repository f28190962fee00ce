// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on a real Redis. */
final class RedisContractTest extends DirectoryContract {
  private static RedisServer server;
  private static int clusters;

  @BeforeAll
  static void start() throws IOException {
    server = RedisServer.running();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  DirectoryWorld world() {
    clusters++;
    return new RealWorld(server.url(), RedisSettings.usual().withCluster("test-" + clusters));
  }
}
