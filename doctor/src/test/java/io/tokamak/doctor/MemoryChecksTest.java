// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.doctor.SharedMemoryCheck.Room;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Memory, /dev/shm, huge pages, the limit for locked memory. */
final class MemoryChecksTest {
  private static final long GIB = 1L << 30;
  private static final String THP = "sys/kernel/mm/transparent_hugepage/shmem_enabled";

  @TempDir private Path root;

  private FakeMachine fake() {
    return new FakeMachine(root);
  }

  private static Finding only(Check check) {
    assertThat(check.look()).hasSize(1);
    return check.look().getFirst();
  }

  @Test
  void shouldCompareMemoryWithANode() {
    assertThat(only(new MemoryCheck(() -> 4 * GIB)))
        .isEqualTo(Finding.ok("memory", "4.0 GiB available"));
    assertThat(only(new MemoryCheck(() -> 512L << 20)).verdict()).isEqualTo(Verdict.BETTER);
    assertThat(only(new MemoryCheck(() -> Long.MAX_VALUE)).verdict()).isEqualTo(Verdict.OK);
  }

  @ParameterizedTest
  @CsvSource({
    "8589934592, 8589934592, OK",
    "67108864, 67108864, BETTER",
    "8589934592, 1048576, BETTER",
  })
  void shouldWantRoomForANodeInSharedMemory(long total, long free, Verdict verdict) {
    assertThat(only(new SharedMemoryCheck(root, place -> new Room(total, free))).verdict())
        .isEqualTo(verdict);
  }

  @Test
  void shouldSayWhatHelpsInAContainer() {
    assertThat(only(new SharedMemoryCheck(root, place -> new Room(64 << 20, 64 << 20))).remedy())
        .contains("--shm-size")
        .contains("--memfd");
  }

  @Test
  void shouldMissSharedMemoryThatIsNotThere() {
    Path nowhere = root.resolve("nowhere");

    assertThat(only(new SharedMemoryCheck(nowhere, Room::ofMount)).verdict())
        .isEqualTo(Verdict.MISSING);
    assertThat(
            only(new SharedMemoryCheck(
                    root,
                    place -> {
                      throw new IOException("stale");
                    }))
                .found())
        .contains("stale");
  }

  @ParameterizedTest
  @CsvSource({
    "6.1.0-18-amd64, always within_size advise [never] deny force, OK",
    "7.0.1, [always] within_size advise never deny force, OK",
    "5.15.0-100-generic, always within_size advise [never] deny force, BETTER",
    "6.8.0, always within_size advise never [deny] force, BETTER",
  })
  void shouldKnowWhichKernelsGiveHugePages(String kernel, String enabled, Verdict verdict) {
    fake().with("proc/sys/kernel/osrelease", kernel).with(THP, enabled);

    assertThat(only(new HugePagesCheck(fake().machine())).verdict()).isEqualTo(verdict);
  }

  @Test
  void shouldKnowKernelsWithoutHugePages() {
    fake().with("proc/sys/kernel/osrelease", "6.1.0");

    assertThat(only(new HugePagesCheck(fake().machine())).found()).contains("has none");
  }

  private FakeMachine limited(String limit) {
    return fake()
        .with(
            "proc/self/limits",
            "Max locked memory         %s              %s bytes".formatted(limit, limit));
  }

  @Test
  void shouldNotMindASmallLimitWithoutDevices() {
    Finding finding = only(new LockedMemoryCheck(limited("8388608").machine()));

    assertThat(finding.verdict()).isEqualTo(Verdict.OK);
    assertThat(finding.found()).startsWith("8.0 MiB").contains("RDMA only");
  }

  @ParameterizedTest
  @CsvSource({"65536, MISSING", "1073741824, MISSING", "4294967296, BETTER", "unlimited, OK"})
  void shouldWantAHighLimitForDevices(String limit, Verdict verdict) {
    FakeMachine machine = limited(limit).withWorkingDevice().withProcessors("0");

    assertThat(only(new LockedMemoryCheck(machine.machine())).verdict()).isEqualTo(verdict);
  }

  @Test
  void shouldSayHowLargeANodeMayBe() {
    FakeMachine machine = limited("4429185024").withWorkingDevice().withProcessors("0");

    assertThat(only(new LockedMemoryCheck(machine.machine())).found())
        .isEqualTo("4.1 GiB: enough for nodes with RDMA and --memory up to 3.9 GiB");
  }

  @Test
  void shouldKnowWhoIsNotBoundByTheLimit() {
    FakeMachine machine =
        limited("65536").withWorkingDevice().with("proc/self/status", "CapEff:\t0000000000004000");

    assertThat(only(new LockedMemoryCheck(machine.machine())).found()).contains("CAP_IPC_LOCK");
  }

  @Test
  void shouldSayNothingWhereNothingIsShown() {
    assertThat(new LockedMemoryCheck(fake().machine()).look()).isEmpty();
  }
}
