// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.ucx.UcxSupport;
import io.tokamak.memory.os.NumaTopology;
import io.tokamak.memory.os.RdmaDevice;
import io.tokamak.node.cluster.ClusterConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine with two NUMA nodes, and a card at each: who is bound, and where. */
final class UsedDevicesTest {
  private static final UcxSupport BOTH =
      new UcxSupport("1.13.1", List.of("mlx5_0:1", "mlx5_1:1"), "", "");

  @TempDir private Path root;

  @BeforeEach
  void makeMachine() throws IOException {
    for (int number = 0; number < 2; number++) {
      file("sys/class/infiniband/mlx5_%d/device/numa_node".formatted(number), "" + number);
      file("sys/class/infiniband/mlx5_%d/ports/1/state".formatted(number), "4: ACTIVE");
      String processors = "%d-%d".formatted(8 * number, 8 * number + 7);
      file("sys/devices/system/node/node%d/cpulist".formatted(number), processors);
    }
  }

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }

  /** The NUMA node that a node of Tokamak is bound to. */
  private Optional<Integer> bound(
      List<String> fabrics, UcxSupport support, Map<String, String> environment, boolean pinnable) {
    List<RdmaDevice> used =
        new UsedDevices(RdmaDevice.all(root), support, environment, pinnable).of(fabrics);
    NumaTopology topology = NumaTopology.read(root);
    return NumaPlan.of(new NumaChoice.Auto(), topology, NumaTopology.numbers("0-15"), used)
        .map(NumaPlan::numaNode);
  }

  private Optional<Integer> bound(Map<String, String> environment) {
    return bound(ClusterConfig.ALL_FABRICS, BOTH, environment, true);
  }

  @Test
  void shouldGoToTheFirstDeviceThatCanBeUsed() {
    UcxSupport second = new UcxSupport("1.13.1", List.of("mlx5_1:1"), "", "");

    assertThat(bound(Map.of())).hasValue(0);
    assertThat(bound(ClusterConfig.ALL_FABRICS, second, Map.of(), true)).hasValue(1);
  }

  @Test
  void shouldGoToTheDeviceThatUcxIsTold() {
    assertThat(bound(Map.of("UCX_NET_DEVICES", "mlx5_1:1"))).hasValue(1);
    assertThat(bound(Map.of("UCX_NET_DEVICES", "^mlx5_0:1"))).hasValue(1);
  }

  @Test
  void shouldStayWhereUcxUsesNoCard() {
    assertThat(bound(Map.of("UCX_TLS", "tcp"))).isEmpty();
    assertThat(bound(Map.of("UCX_NET_DEVICES", "eth0"))).isEmpty();
  }

  /** The card is there, as an Ethernet card, and its users lose no processors for it. */
  @Test
  void shouldStayWithoutUcx() {
    UcxSupport none = new UcxSupport("", List.of(), "ucx: not installed", "apt install libucx0");

    assertThat(bound(ClusterConfig.ALL_FABRICS, none, Map.of(), true)).isEmpty();
    assertThat(bound(List.of("shm", "tcp"), BOTH, Map.of(), true)).isEmpty();
  }

  @Test
  void shouldStayWhereTooLittleMayBePinnedForUcx() {
    assertThat(bound(ClusterConfig.ALL_FABRICS, BOTH, Map.of(), false)).isEmpty();
  }
}
