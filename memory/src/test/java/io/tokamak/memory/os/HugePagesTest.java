// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HugePagesTest {

  private static final List<String> MOUNTS =
      List.of(
          "25 24 0:23 / /dev/shm rw,relatime - tmpfs tmpfs rw,size=24684084k",
          "31 24 0:28 / /mnt/huge\\040dir rw shared:4 - tmpfs none rw,huge=always,size=1g",
          "32 24 0:29 / /mnt/advise rw - tmpfs none rw,huge=advise");
  private static final String NEVER = "always within_size advise [never] deny force";

  @Test
  void shouldKnowAMountWithHugePages() {
    assertThat(HugePages.detectTmpfs("0:28", MOUNTS, NEVER)).isTrue();
  }

  @Test
  void shouldKnowMountsWithoutThem() {
    assertThat(HugePages.detectTmpfs("0:23", MOUNTS, NEVER)).isFalse();
    assertThat(HugePages.detectTmpfs("0:29", MOUNTS, NEVER)).isFalse();
  }

  @Test
  void shouldGoByTheKernelSettingForAnonymousFiles() {
    assertThat(HugePages.detectTmpfs("0:1", MOUNTS, NEVER)).isFalse();
    assertThat(HugePages.detectTmpfs("0:1", MOUNTS, "[always] within_size never")).isTrue();
  }

  @Test
  void shouldGoByTheKindOfOtherFileSystems() {
    assertThat(HugePages.detect(FileSystemKind.HUGETLBFS, Path.of("/"))).isTrue();
    assertThat(HugePages.detect(FileSystemKind.OTHER, Path.of("/"))).isFalse();
  }

  @Test
  void shouldSayNoWhereNothingIsKnown() {
    assertThat(HugePages.detect(FileSystemKind.TMPFS, Path.of("/no/such/file"))).isFalse();
  }
}
