// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.ucx.UcxSupport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices, ports, the library, and where they are. */
final class RdmaCheckTest {
  private static final String LINK = "fe80:0000:0000:0000:1234:56ff:fe78:9abc";
  private static final String IPV4 = "0000:0000:0000:0000:0000:ffff:0a4d:0001";

  private static final UcxSupport ONE = new UcxSupport("1.13.1", List.of("mlx5_0:1"), "", "");

  @TempDir private Path root;

  private FakeMachine fake() {
    return new FakeMachine(root);
  }

  private List<Finding> look() {
    return look(Map.of());
  }

  private List<Finding> look(Map<String, String> environment) {
    return new RdmaCheck(fake().machine(), new UcxSettings(environment)).look();
  }

  @Test
  void shouldBeContentWithoutDevices() {
    assertThat(look()).extracting(Finding::verdict).containsExactly(Verdict.OK);
    assertThat(look().getFirst().found()).contains("by TCP");
  }

  @Test
  void shouldSeeACardWithoutItsDriver() {
    fake()
        .with("sys/bus/pci/devices/0000:3b:00.0/class", "0x020000")
        .with("sys/bus/pci/devices/0000:3b:00.0/vendor", "0x15b3")
        .with("sys/bus/pci/devices/0000:00:1f.0/class", "0x060100");

    assertThat(look().getFirst().verdict()).isEqualTo(Verdict.BETTER);
    assertThat(look().getFirst().found()).contains("0000:3b:00.0");
    assertThat(look().getFirst().remedy()).contains("modprobe mlx5_ib");
  }

  @Test
  void shouldTellOfAnInfiniBandPort() {
    fake().withWorkingDevice();

    assertThat(look())
        .containsExactly(
            Finding.ok("mlx5_0", "usable through " + root.resolve("dev/infiniband/uverbs_mlx5_0")),
            Finding.ok("mlx5_0 port 1", "up, 100 Gb/sec (4X EDR), InfiniBand"));
  }

  @Test
  void shouldTellByWhichAddressAnEthernetPortIsReached() {
    fake()
        .withDevice("mlx5_0", "0", "4: ACTIVE", "Ethernet")
        .withGid("mlx5_0", 0, LINK, "RoCE v2")
        .withGid("mlx5_0", 3, IPV4, "RoCE v2");

    assertThat(look().getLast())
        .isEqualTo(
            Finding.ok(
                "mlx5_0 port 1", "up, 100 Gb/sec (4X EDR), RoCE v2, GID 3 10.77.0.1 (eth2)"));
  }

  @Test
  void shouldWantAnAddressThatRoutersKnow() {
    fake().withDevice("mlx5_0", "0", "4: ACTIVE", "Ethernet").withGid("mlx5_0", 0, LINK, "RoCE v2");

    assertThat(look().getLast().verdict()).isEqualTo(Verdict.BETTER);
    assertThat(look().getLast().remedy()).contains("IPv4");
  }

  @Test
  void shouldMissALinkAndSayHowToGetIt() {
    fake().withDevice("mlx5_0", "0", "1: DOWN", "Ethernet").withGid("mlx5_0", 0, LINK, "RoCE v2");

    assertThat(look().getLast())
        .isEqualTo(
            Finding.missing(
                "mlx5_0 port 1", "link is down", "check cable and switch; ip link set eth2 up"));
  }

  @Test
  void shouldNotDramatiseASecondPortThatIsDown() {
    fake().withWorkingDevice().withDevice("mlx5_1", "0", "2: INIT", "InfiniBand");

    assertThat(look().getLast().verdict()).isEqualTo(Verdict.BETTER);
    assertThat(look().getLast().remedy()).contains("opensm");
  }

  @Test
  void shouldMissTheFileInAContainer() throws IOException {
    fake().withWorkingDevice();
    Files.delete(root.resolve("dev/infiniband/uverbs_mlx5_0"));

    assertThat(look().getFirst().verdict()).isEqualTo(Verdict.MISSING);
    assertThat(look().getFirst().remedy()).contains("--device=/dev/infiniband");
  }

  @Test
  void shouldMissTheKernelsPartOfVerbs() throws IOException {
    fake().withWorkingDevice();
    Files.delete(root.resolve("sys/class/infiniband_verbs/uverbs_mlx5_0/ibdev"));

    assertThat(look().getFirst().remedy()).contains("modprobe ib_uverbs");
  }

  /** As in a container that was given one of two. */
  @Test
  void shouldNotDramatiseASecondDeviceThatIsNotHere() throws IOException {
    fake().withWorkingDevice().withDevice("mlx5_1", "0", "4: ACTIVE", "InfiniBand");
    Files.delete(root.resolve("dev/infiniband/uverbs_mlx5_1"));

    assertThat(look()).extracting(Finding::verdict).doesNotContain(Verdict.MISSING);
    assertThat(look().get(2).verdict()).isEqualTo(Verdict.BETTER);
    assertThat(look().get(2).found()).endsWith("uverbs_mlx5_1 is not here");
  }

  @Test
  void shouldTellOfTheAddressThatUcxIsTold() {
    fake()
        .withDevice("mlx5_0", "0", "4: ACTIVE", "Ethernet")
        .withGid("mlx5_0", 0, LINK, "RoCE v2")
        .withGid("mlx5_0", 1, IPV4, "RoCE v2");

    assertThat(look(Map.of("UCX_IB_GID_INDEX", "0")).getLast())
        .isEqualTo(
            Finding.ok(
                "mlx5_0 port 1",
                "up, 100 Gb/sec (4X EDR), RoCE v2, GID 0 "
                    + LINK
                    + " (eth2), as UCX_IB_GID_INDEX says"));
    Finding nowhere = look(Map.of("UCX_IB_GID_INDEX", "77")).getLast();
    assertThat(nowhere.verdict()).isEqualTo(Verdict.MISSING);
    assertThat(nowhere.found()).contains("without GID 77");
    assertThat(nowhere.remedy()).isEqualTo("unset UCX_IB_GID_INDEX, or choose among [0, 1]");
    assertThat(look(Map.of("UCX_IB_GID_INDEX", "auto")).getLast().found()).contains("GID 1");
  }

  @Test
  void shouldNameTheSettingsThatChangeWhatUcxDoes() {
    Map<String, String> some = Map.of("UCX_NET_DEVICES", "mlx5_0:1", "UCX_LOG_LEVEL", "info");

    assertThat(new UcxSettings(some).look())
        .containsExactly(
            Finding.ok("ucx settings", "as the environment says: UCX_NET_DEVICES=mlx5_0:1"));
    assertThat(new UcxSettings(Map.of()).look()).isEmpty();
  }

  private Finding ucx(UcxSupport support) {
    return ucx(support, Map.of());
  }

  private Finding ucx(UcxSupport support, Map<String, String> environment) {
    return new UcxCheck(fake().machine(), () -> support, new UcxSettings(environment))
        .look()
        .getFirst();
  }

  @Test
  void shouldSayByWhatNodesReachEachOther() {
    fake().withWorkingDevice();

    assertThat(ucx(ONE))
        .isEqualTo(
            Finding.ok("ucx", "1.13.1, for mlx5_0:1: over ib, network cards read by themselves"));
    assertThat(ucx(ONE, Map.of("UCX_TLS", "tcp")))
        .isEqualTo(
            Finding.ok(
                "ucx", "1.13.1: over tcp, peers serve reads; its settings leave out mlx5_0:1"));
    assertThat(ucx(ONE, Map.of("UCX_TLS", "rc,ud,sm,self")))
        .isEqualTo(
            Finding.better(
                "ucx",
                "1.13.1, for mlx5_0:1: over rc,ud,sm,self, peers serve reads",
                "set UCX_TLS=rc,ud, or unset it, and network cards read by themselves"));
  }

  @Test
  void shouldNotCallADeviceAbsentThatDoesNotWork() {
    UcxSupport idle = new UcxSupport("1.13.1", List.of(), "ucx 1.13.1: none is up", "");
    assertThat(ucx(idle).found()).isEqualTo("1.13.1, with no device to use it for");
    fake().withDevice("mlx5_0", "0", "1: DOWN", "InfiniBand");

    assertThat(ucx(idle).found()).isEqualTo("1.13.1, with no device that works: see below");
  }

  @Test
  void shouldMissTheLibraryOnlyWhereThereIsADevice() {
    UcxSupport none = new UcxSupport("", List.of(), "no libucp.so.0", "apt install libucx0");
    assertThat(ucx(none).verdict()).isEqualTo(Verdict.OK);
    fake().withWorkingDevice();

    assertThat(ucx(none).verdict()).isEqualTo(Verdict.MISSING);
    assertThat(ucx(none).found()).contains("no libucp.so.0");
    assertThat(ucx(none).remedy()).isEqualTo("apt install libucx0");

    UcxSupport denied =
        new UcxSupport("", List.of(), "ucx: denied: start java so", "start java so");
    assertThat(ucx(denied))
        .isEqualTo(
            Finding.missing(
                "ucx", "not usable, so the RDMA device is idle: denied", "start java so"));
  }

  private Finding numa() {
    return new NumaCheck(fake().machine()).look().getFirst();
  }

  @Test
  void shouldTellWhereDeviceAndProcessAre() {
    fake().withProcessors("0-7", "0-3", "4-7").withWorkingDevice();
    assertThat(numa().found()).contains("mlx5_0 is at node 1").contains("--numa auto");

    fake().withProcessors("4-5");
    assertThat(numa().found()).isEqualTo("this process and mlx5_0 are at node 1");
  }

  @Test
  void shouldNoticeThatTheProcessMayNotGoToTheDevice() {
    fake().withProcessors("0-3", "0-3", "4-7").withWorkingDevice();

    assertThat(numa().verdict()).isEqualTo(Verdict.BETTER);
    assertThat(numa().remedy()).contains("processors of node 1");
  }

  @Test
  void shouldSayLittleOfUndividedMachinesAndWithoutDevices() {
    fake().withProcessors("0-7", "0-7");
    assertThat(numa()).isEqualTo(Finding.ok("numa", "the machine is undivided, processors 0-7"));

    fake().withProcessors("0-7", "0-3", "4-7");
    assertThat(numa()).isEqualTo(Finding.ok("numa", "2 nodes, processors 0-7"));
  }
}
