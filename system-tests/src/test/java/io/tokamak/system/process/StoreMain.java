// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.process;

import io.tokamak.store.service.StoreServer;
import java.time.Duration;
import java.util.List;

/** What runs in the process of a {@link StoreProcess}: the real store and nothing else. */
final class StoreMain {
  static final String READY = "ready";
  static final String REFUSED = "refused: ";

  private StoreMain() {}

  /** See {@link StoreOptions#arguments}. */
  public static void main(String[] arguments) throws InterruptedException {
    StoreServer server = start(StoreOptions.parse(List.of(arguments)));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              server.stop();
              Runtime.getRuntime().halt(server.isRunning() ? 1 : 0);
            }));
    System.out.println(READY);
    server.join(Duration.ofMinutes(15));
  }

  private static StoreServer start(StoreOptions options) {
    try {
      return StoreServer.start(options.config());
    } catch (RuntimeException refused) {
      System.out.println(REFUSED + refused.getMessage());
      Runtime.getRuntime().halt(3);
      throw refused;
    }
  }
}
