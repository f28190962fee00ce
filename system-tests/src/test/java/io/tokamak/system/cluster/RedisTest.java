// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.ClusterStatus.DirectoryView;
import io.tokamak.client.FetchResult;
import io.tokamak.system.process.Soon;
import io.tokamak.wire.ObjectId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes whose directory is at a Redis, which stops and comes back empty. */
final class RedisTest {
  private final int port = TestCluster.freePort();
  private Process redis = startRedis();

  private Process startRedis() {
    List<String> command =
        List.of(
            "redis-server",
            "--port",
            Integer.toString(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no");
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("this test needs redis-server: install it", e);
    }
  }

  private void stopRedis() throws InterruptedException {
    redis.destroy();
    redis.waitFor();
  }

  @AfterEach
  void stop() throws InterruptedException {
    stopRedis();
  }

  private static DirectoryView directory(ClusterNode node) {
    return node.client().cluster().status().directory();
  }

  @Test
  void shouldGoOnWhileRedisIsAwayAndAnnounceAnewWhenItIsBack() throws InterruptedException {
    String url = "redis://127.0.0.1:" + port + "/0";
    try (TestCluster cluster = new TestCluster("--directory", url)) {
      ClusterNode holder = cluster.start("holder");
      ClusterNode reader = cluster.start("reader");
      ObjectId before = holder.put(10_000);
      assertThat(reader.fetch(before, ClusterNode.PATIENCE)).matches(FetchResult::isThere);
      ObjectId unfetched = holder.put(10_000);

      stopRedis();
      Soon.await("Redis is missed", ClusterNode.PATIENCE)
          .until(() -> !directory(reader).reachable() && !directory(holder).reachable());
      ObjectId meanwhile = holder.put(20_000);
      assertThat(holder.isIntact(meanwhile)).isTrue();
      assertThat(reader.isIntact(before)).isTrue();
      assertThat(reader.fetch(meanwhile, Duration.ofSeconds(1)))
          .isInstanceOfSatisfying(
              FetchResult.Failed.class,
              failed -> assertThat(failed.why()).contains("the directory cannot be asked"));
      assertThat(directory(reader).why()).isNotEmpty();

      redis = startRedis();
      for (ObjectId id : List.of(meanwhile, unfetched)) {
        assertThat(reader.fetch(id, ClusterNode.PATIENCE)).matches(FetchResult::isThere);
        assertThat(reader.isIntact(id)).isTrue();
      }
      holder.awaitNodes(2);
      assertThat(directory(holder).reachable()).isTrue();
    }
  }
}
