// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tokamak.fabric.FabricAddress;
import io.tokamak.node.cluster.ClusterConfig.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterPlanTest {
  private static final Path SOCKET = Path.of("/run/store.sock");
  private static final ClusterSecret SECRET = ClusterSecret.of("0123456789abcdef", "a test");

  @TempDir private Path directory;

  private ClusterPlan plan(ClusterConfig config) {
    return ClusterPlan.of(config, SOCKET, () -> directory.resolve("secret"));
  }

  private static ClusterConfig listening(String at, Optional<ClusterSecret> secret) {
    return ClusterConfig.DEFAULT.withNetwork(
        new Network(at, Optional.empty(), secret, Optional.empty()));
  }

  @Test
  void shouldListenOnTheLoopbackInterfaceWithTheSecretOfTheUser() {
    ClusterPlan plan = plan(ClusterConfig.DEFAULT);
    assertThat(plan.tcp().listen().getAddress().isLoopbackAddress()).isTrue();
    assertThat(plan.tcp().secret()).isNotNull();
    assertThat(plan.joinAt()).isNull();
    assertThat(directory.resolve("secret")).exists();
  }

  @Test
  void shouldRefuseToListenForEverybody() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(listening("*:7420", Optional.empty())))
        .withMessageContaining("--secret-file");
    assertThat(plan(listening("*:7420", Optional.of(SECRET))).tcp().listen().getPort())
        .isEqualTo(7420);
    assertThat(
            plan(listening("*:7420", Optional.empty()).withFabrics(List.of("shm"))).tcp().secret())
        .isNotNull();
  }

  @Test
  void shouldRefuseAddressesThatAreNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(listening("127.0.0.1:x", Optional.empty())));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            plan(ClusterConfig.DEFAULT.withDirectory(new DirectoryChoice.Joined("10.0.0.1"))));
  }

  @Test
  void shouldKnowWhomToJoin() {
    ClusterPlan plan =
        plan(ClusterConfig.DEFAULT.withDirectory(new DirectoryChoice.Joined("10.0.0.1:7420")));
    assertThat(plan.joinAt()).isEqualTo(new FabricAddress("tcp", "10.0.0.1:7420"));
  }

  /** Where TCP is no fabric, UCX meets its peers at the address that was named. */
  @Test
  void shouldListenForUcxWhereItIsTold() {
    ClusterConfig both = listening("127.0.0.1:7420", Optional.of(SECRET));
    ClusterConfig only =
        both.withFabrics(List.of("ucx")).withDirectory(new DirectoryChoice.Joined("10.0.0.1:7421"));

    assertThat(plan(only).tcpOfUcx().listen().getPort()).isEqualTo(7420);
    assertThat(plan(only).joinAt()).isEqualTo(new FabricAddress("ucx", "10.0.0.1:7421"));
    assertThat(plan(both.withFabrics(List.of("ucx", "tcp"))).tcpOfUcx().listen().getPort())
        .isZero();
  }

  @Test
  void shouldBeAloneWithoutAHome() {
    ClusterPlan plan =
        ClusterPlan.of(
            ClusterConfig.DEFAULT,
            SOCKET,
            () -> {
              throw new IOException("there is no home, for a test");
            });
    assertThat(plan.tcp().secret()).isNotNull();
  }
}
