// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemMemoryTest {

  @TempDir Path root;

  @BeforeEach
  void machine() throws IOException {
    write("proc/meminfo", "MemTotal: 9000 kB\nMemAvailable:   4000 kB\nSwapFree:  1000 kB\n");
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private long availableBytes() {
    return new SystemMemory(root.resolve("proc"), root.resolve("cgroup")).availableBytes();
  }

  @Test
  void shouldCountMemoryAndSwapOfTheMachine() {
    assertThat(availableBytes()).isEqualTo(5000 * 1024);
  }

  @Test
  void shouldHeedTheTightestControlGroupAndGiveCachesBack() throws IOException {
    write("proc/self/cgroup", "4:memory:/ignored\n0::/outer/inner\n");
    write("cgroup/outer/memory.max", "1000000\n");
    write("cgroup/outer/memory.current", "900000\n");
    write("cgroup/outer/memory.stat", "anon 1\ninactive_file 30000\nactive_file 20000\n");
    write("cgroup/outer/inner/memory.max", "max\n");
    write("cgroup/outer/inner/memory.current", "900000\n");
    assertThat(availableBytes()).isEqualTo(150_000);
  }

  @Test
  void shouldNeverReportLessThanNothing() throws IOException {
    write("proc/self/cgroup", "0::/\n");
    write("cgroup/memory.max", "1000\n");
    write("cgroup/memory.current", "2000\n");
    assertThat(availableBytes()).isZero();
  }

  @Test
  void shouldReportNoLimitWhereNothingIsKnown() throws IOException {
    Files.delete(root.resolve("proc/meminfo"));
    assertThat(availableBytes()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldKnowThisMachine() {
    assertThat(SystemMemory.ofThisMachine().availableBytes()).isBetween(1L << 20, 1L << 50);
    assertThat(Long.bitCount(SystemMemory.pageLengthBytes())).isEqualTo(1);
    assertThat(SystemMemory.pageLengthBytes()).isBetween(4096L, 65536L);
  }
}
