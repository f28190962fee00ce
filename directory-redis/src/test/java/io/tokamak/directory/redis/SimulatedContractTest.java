// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.testkit.seed.Seeds;
import java.util.concurrent.TimeUnit;

/** The contract on the model of Redis. */
final class SimulatedContractTest extends DirectoryContract {
  @Override
  DirectoryWorld world() {
    long seed = Seeds.pick("SimulatedContractTest");
    RedisSettings usual = RedisSettings.usual();
    RedisSettings withoutRechecks =
        new RedisSettings(
            usual.cluster(),
            usual.connectNs(),
            usual.commandNs(),
            usual.leaseNs(),
            usual.heartbeatNs(),
            TimeUnit.HOURS.toNanos(1),
            usual.queued());
    return new SimulatedWorld(Seeds.random(seed), withoutRechecks);
  }
}
