// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tokamak.fabric.NodeRef;
import io.tokamak.transfer.ManagerSettings;
import io.tokamak.transfer.Protocol;
import io.tokamak.transfer.Registration;
import io.tokamak.transfer.Verify;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ClusterConfigTest {
  private static final String LISTEN = "127.0.0.1:0";

  @Test
  void shouldRefuseFabricsThatAreNone() {
    for (List<String> fabrics :
        List.of(List.<String>of(), List.of("udp"), List.of("tcp", "tcp"), List.of("tcp", ""))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ClusterConfig.DEFAULT.withFabrics(fabrics));
    }
    assertThat(ClusterConfig.DEFAULT.withFabrics(List.of("tcp")).fabrics()).containsExactly("tcp");
  }

  @Test
  void shouldRefuseToJoinWithoutAWay() {
    ClusterConfig joined = ClusterConfig.DEFAULT.withDirectory(new DirectoryChoice.Joined(LISTEN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> joined.withFabrics(List.of("shm")))
        .withMessageContaining("tcp");
  }

  @Test
  void shouldKeepThePasswordOfADirectoryToItself() {
    DirectoryChoice redis = DirectoryChoice.Redis.at("redis://:secret@10.0.0.7:6379/2");
    assertThat(redis.toString()).contains("10.0.0.7:6379/2").doesNotContain("secret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DirectoryChoice.Redis.at("http://10.0.0.7"));
  }

  @Test
  void shouldReadTheWordsForTransfers() {
    ManagerSettings settings =
        TransferChoice.of(Optional.of("socket4k"), Optional.of(4096L), "always", "per-transfer");
    assertThat(settings.protocol()).isEqualTo(Protocol.SOCKET_4K);
    assertThat(settings.crossoverBytes()).isEqualTo(4096);
    assertThat(settings.verify()).isEqualTo(Verify.ALWAYS);
    assertThat(settings.registration()).isEqualTo(Registration.PER_TRANSFER);
    assertThat(TransferChoice.of(Optional.empty(), Optional.empty(), "network", "whole-store"))
        .isEqualTo(ManagerSettings.defaults());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TransferChoice.of(Optional.of("udp"), Optional.empty(), "never", "cached"))
        .withMessageContaining("rendezvous");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TransferChoice.of(Optional.empty(), Optional.empty(), "no", "cached"))
        .withMessageContaining("never");
  }

  @Test
  void shouldBeTheSameNodeInAnotherLife() {
    Path socket = Path.of("/run/store.sock");
    NodeRef first = NodeIdentity.of(socket, LISTEN);
    NodeRef again = NodeIdentity.of(socket, LISTEN);
    assertThat(again.node()).isEqualTo(first.node()).isPositive();
    assertThat(again.epoch()).isGreaterThanOrEqualTo(first.epoch());
    assertThat(NodeIdentity.of(Path.of("/run/other.sock"), LISTEN).node())
        .isNotEqualTo(first.node());
  }
}
