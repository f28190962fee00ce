// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.fabric.NodeRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is missing is said in one line, with what to do. */
final class ReasonsTest {
  @TempDir private Path directory;

  private RdmaDevices find() {
    return RdmaDevices.find(directory, file -> true);
  }

  private void port(String device, String state) throws IOException {
    Path port = directory.resolve("sys/class/infiniband").resolve(device).resolve("ports/1");
    Files.writeString(Files.createDirectories(port).resolve("state"), state);
    Path verbs = directory.resolve("sys/class/infiniband_verbs").resolve("uverbs_" + device);
    Files.writeString(Files.createDirectories(verbs).resolve("ibdev"), device + "\n");
    Files.createDirectories(file(device).getParent());
    Files.createFile(file(device));
  }

  private Path file(String device) {
    return directory.resolve("dev/infiniband/uverbs_" + device);
  }

  @Test
  void shouldFindNoDevice() {
    assertThat(find().usable()).isEmpty();
    assertThat(find().reason()).isEqualTo("no RDMA device on this machine");
  }

  @Test
  void shouldFindPortsThatAreUp() throws IOException {
    port("mlx5_0", "4: ACTIVE\n");
    port("mlx5_1", "1: DOWN\n");

    assertThat(find().usable()).containsExactly("mlx5_0:1");
    assertThat(find().reason()).isEmpty();
  }

  @Test
  void shouldSayThatNoPortIsUp() throws IOException {
    port("mlx5_0", "1: DOWN\n");

    assertThat(find().reason())
        .isEqualTo("no port of an RDMA device is up: mlx5_0:1 (ip link set up?)");
  }

  @Test
  void shouldSayWhatMayNotBeOpened() throws IOException {
    port("mlx5_0", "4: ACTIVE\n");
    port("mlx5_1", "4: ACTIVE\n");
    Path forbidden = file("mlx5_0");
    RdmaDevices devices = RdmaDevices.find(directory, file -> false);

    assertThat(RdmaDevices.find(directory, file -> !file.equals(forbidden)).usable())
        .containsExactly("mlx5_1:1");
    assertThat(devices.usable()).isEmpty();
    assertThat(devices.reason())
        .startsWith(
            forbidden
                + " may not be opened by this user: chmod a+rw it, or add the user to its group");
  }

  @Test
  void shouldNotCallAMissingFileForbidden() throws IOException {
    port("mlx5_0", "4: ACTIVE\n");
    Files.delete(file("mlx5_0"));

    assertThat(find().usable()).isEmpty();
    assertThat(find().reason())
        .contains("uverbs_mlx5_0 of mlx5_0 is not here")
        .contains("--device=/dev/infiniband")
        .doesNotContain("chmod");
  }

  @Test
  void shouldMissTheKernelsPartOfVerbs() throws IOException {
    port("mlx5_0", "4: ACTIVE\n");
    Files.delete(directory.resolve("sys/class/infiniband_verbs/uverbs_mlx5_0/ibdev"));

    assertThat(find().reason())
        .isEqualTo("the kernel offers no verbs for mlx5_0: modprobe ib_uverbs");
  }

  /** As in a container that was given one of two. */
  @Test
  void shouldUseOneDeviceThoughAnotherOneIsNotHere() throws IOException {
    port("mlx5_0", "4: ACTIVE\n");
    port("mlx5_1", "4: ACTIVE\n");
    Files.delete(file("mlx5_0"));

    assertThat(find()).isEqualTo(new RdmaDevices(List.of("mlx5_1:1"), ""));
  }

  @Test
  void shouldSayOfEachDeviceWhyItIsOfNoUse() throws IOException {
    port("mlx5_0", "4: ACTIVE\n");
    port("mlx5_1", "1: DOWN\n");
    Files.delete(file("mlx5_0"));

    assertThat(find().usable()).isEmpty();
    assertThat(find().reason())
        .contains("uverbs_mlx5_0 of mlx5_0 is not here")
        .endsWith("; no port of an RDMA device is up: mlx5_1:1 (ip link set up?)");
  }

  @Test
  void shouldNameTheLimitOfPinnedMemory() {
    assertThat(MemoryLimit.explain(64 << 20, "refused", 8 << 20))
        .isEqualTo(
            "cannot register 64 MiB (refused): this process may pin 8192 KiB; raise it with ulimit"
                + " -l unlimited, or LimitMEMLOCK=infinity");
    assertThat(MemoryLimit.explain(64 << 20, "refused", Long.MAX_VALUE))
        .startsWith("cannot register 64 MiB (refused): is that much memory free");
  }

  /** UCX itself would try for ever, and write two lines each time. */
  @Test
  void shouldRefuseToBeginWithTooLittle() {
    MemoryLimit.require(64 << 20, 192 << 20);
    MemoryLimit.require(Long.MAX_VALUE / 2, Long.MAX_VALUE);

    assertThatThrownBy(() -> MemoryLimit.require(64 << 20, (192 << 20) - 1024))
        .isInstanceOf(UcxUnavailableException.class)
        .hasMessage(
            "ucx: this process may pin 196607 KiB, and needs 64 MiB for the store and 128 MiB for"
                + " UCX: raise it with ulimit -l unlimited, or LimitMEMLOCK=infinity");
  }

  @Test
  void shouldSayWhichTransportsThereAreNot() {
    UcxWorld.assumeInstalled();
    UcxOptions options = UcxWorld.options().withTransports("nonsense");

    assertThatThrownBy(() -> new UcxFabric(new NodeRef(1, 1), options, System::nanoTime))
        .isInstanceOf(UcxUnavailableException.class)
        .hasMessageStartingWith("ucx: ")
        .hasMessageEndingWith("ucx_info -d lists what there is");
  }

  @Test
  void shouldLeaveToCardsWhatCardsDo() {
    for (String cards : new String[] {"ib", "rc,ud", "rc_verbs,ud_verbs", "RC, UD", "dc_mlx5"}) {
      assertThat(UcxOptions.isRdma(cards)).as(cards).isTrue();
    }
    for (String others : new String[] {"", "tcp", "all", "ud", "rc,tcp", "shm,rc", "self"}) {
      assertThat(UcxOptions.isRdma(others)).as(others).isFalse();
    }
  }

  @Test
  void shouldKnowWhereCardsMayTakePart() {
    for (String cards :
        new String[] {"", "all", "shm,rc", "rc_verbs,tcp", "UD", "^tcp", "tcp,ud:aux"}) {
      assertThat(UcxOptions.mayUseCards(cards)).as(cards).isTrue();
    }
    for (String others : new String[] {"tcp", "shm,tcp", "self"}) {
      assertThat(UcxOptions.mayUseCards(others)).as(others).isFalse();
    }
  }

  @Test
  void shouldLeaveTheEnvironmentAsItIs() {
    UcxOptions options = UcxOptions.loopback().withDevices("mlx5_0:1");

    assertThat(options.effective(Map.of(), true, Map.of()))
        .isEqualTo(Map.of("TLS", "ib", "NET_DEVICES", "mlx5_0:1"));
    assertThat(options.effective(Map.of("UCX_TLS", "rc"), true, Map.of("MAX_RMA_RAILS", "1")))
        .isEqualTo(Map.of("MAX_RMA_RAILS", "1", "NET_DEVICES", "mlx5_0:1"));
    assertThat(options.withTransports("tcp").effective(Map.of(), true, Map.of()))
        .containsEntry("TLS", "tcp");
  }

  /** UCX would go another way without a word. */
  @Test
  void shouldHaveSharedMemoryTellOfPeersThatDied() {
    UcxOptions options = UcxOptions.loopback();

    for (String memory : new String[] {"shm", "tcp, posix", "ALL"}) {
      assertThat(options.withTransports(memory).effective(Map.of(), false, Map.of()))
          .containsEntry("MM_ERROR_HANDLING", "y");
      assertThat(options.effective(Map.of("UCX_TLS", memory), false, Map.of()))
          .containsEntry("MM_ERROR_HANDLING", "y");
    }
    assertThat(
            options
                .withTransports("shm")
                .effective(Map.of("UCX_MM_ERROR_HANDLING", "n"), false, Map.of()))
        .doesNotContainKey("MM_ERROR_HANDLING");
    assertThat(options.withTransports("tcp").effective(Map.of(), false, Map.of()))
        .doesNotContainKey("MM_ERROR_HANDLING");
  }
}
