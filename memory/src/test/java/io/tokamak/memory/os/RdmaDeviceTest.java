// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RdmaDeviceTest {
  private static final String UNSET = "0000:0000:0000:0000:0000:0000:0000:0000";
  private static final String LINK = "fe80:0000:0000:0000:1234:56ff:fe78:9abc";
  private static final String IPV4 = "0000:0000:0000:0000:0000:ffff:0a00:0001";
  private static final String IPV6 = "2001:0db8:0000:0000:0000:0000:0000:0001";

  @TempDir Path root;

  private FakeMachine machine() {
    return new FakeMachine(root);
  }

  private RdmaDevice only() {
    assertThat(RdmaDevice.all(root)).hasSize(1);
    return RdmaDevice.all(root).getFirst();
  }

  @Test
  void shouldFindNothingOnMostMachines() {
    assertThat(RdmaDevice.all(root)).isEmpty();
  }

  @Test
  void shouldReadDeviceAndPort() {
    machine()
        .withDevice("mlx5_0", "1", "4: ACTIVE", "Ethernet")
        .with("sys/class/infiniband_verbs/abi_version", "6")
        .with("sys/class/infiniband_verbs/uverbs3/ibdev", "mlx5_0");

    RdmaDevice device = only();

    assertThat(device.name()).isEqualTo("mlx5_0");
    assertThat(device.numaNode()).hasValue(1);
    assertThat(device.verbs()).hasValue(root.resolve("dev/infiniband/uverbs3"));
    assertThat(device.isActive()).isTrue();
    assertThat(device.ports().getFirst())
        .isEqualTo(
            new RdmaPort(
                1, "ACTIVE", "Ethernet", "100 Gb/sec (4X EDR)", device.ports().getFirst().gids()));
  }

  @Test
  void shouldKnowThatSomeDevicesAreNowhere() {
    machine().withDevice("rxe0", "-1", "1: DOWN", "Ethernet");

    assertThat(only().numaNode()).isEmpty();
    assertThat(only().verbs()).isEmpty();
    assertThat(only().isActive()).isFalse();
  }

  @Test
  void shouldPreferTheAddressThatReachesFurthest() {
    machine()
        .withDevice("mlx5_0", "0", "4: ACTIVE", "Ethernet")
        .withGid("mlx5_0", 0, LINK, "RoCE v1")
        .withGid("mlx5_0", 1, LINK, "RoCE v2")
        .withGid("mlx5_0", 2, IPV4, "RoCE v1")
        .withGid("mlx5_0", 10, IPV6, "RoCE v2")
        .withGid("mlx5_0", 11, IPV4, "RoCE v2")
        .withGid("mlx5_0", 12, UNSET, "");

    RdmaPort port = only().ports().getFirst();

    assertThat(port.gids()).extracting(RdmaPort.Gid::index).containsExactly(0, 1, 2, 10, 11);
    assertThat(port.bestGid()).hasValue(new RdmaPort.Gid(11, IPV4, "RoCE v2", "eth2"));
  }

  @Test
  void shouldTakeALinkAddressWhereThereIsNoOther() {
    machine()
        .withDevice("rxe0", "-1", "4: ACTIVE", "Ethernet")
        .withGid("rxe0", 0, LINK, "RoCE v2")
        .withGid("rxe0", 1, IPV4, "RoCE v1");

    assertThat(only().ports().getFirst().bestGid())
        .hasValueSatisfying(gid -> assertThat(gid.index()).isZero());
  }
}
