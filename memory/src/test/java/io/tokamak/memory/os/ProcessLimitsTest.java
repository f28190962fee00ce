// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessLimitsTest {
  private static final String NAME = "Max open files";
  private static final String HEADER =
      "Limit                     Soft Limit           Hard Limit           Units     ";

  private static long softLimit(String value) {
    return ProcessLimits.softLimit(
        List.of(HEADER, NAME + "    " + value + "    524288   files"), NAME);
  }

  @Test
  void shouldReadTheSoftLimit() {
    assertThat(softLimit("1024")).isEqualTo(1024);
  }

  @Test
  void shouldTakeUnlimitedAndUnknownForEndless() {
    assertThat(softLimit("unlimited")).isEqualTo(Long.MAX_VALUE);
    assertThat(ProcessLimits.softLimit(List.of(), NAME)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldKeepDescriptorsBack() {
    assertThat(ProcessLimits.mostConnections()).isBetween(4L, Long.MAX_VALUE - 1);
  }

  @Test
  void shouldReadCapabilities() {
    List<String> status =
        List.of("Name:\tjava", "CapEff:\t0000000000004001", "CapBnd:\tffffffffffffffff");
    assertThat(ProcessLimits.hasCapability(status, 14)).isTrue();
    assertThat(ProcessLimits.hasCapability(status, 0)).isTrue();
    assertThat(ProcessLimits.hasCapability(status, 13)).isFalse();
    assertThat(ProcessLimits.hasCapability(List.of(), 14)).isFalse();
  }
}
