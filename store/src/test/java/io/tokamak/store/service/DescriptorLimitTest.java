// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DescriptorLimitTest {
  private static final String HEADER =
      "Limit                     Soft Limit           Hard Limit           Units     ";

  @Test
  void shouldReadTheSoftLimit() {
    assertThat(
            DescriptorLimit.softLimit(
                List.of(
                    HEADER,
                    "Max open files            1024                 524288               files  "
                        + "   ")))
        .isEqualTo(1024);
  }

  @Test
  void shouldTakeUnlimitedAndUnknownForEndless() {
    assertThat(
            DescriptorLimit.softLimit(
                List.of(
                    HEADER,
                    "Max open files            unlimited            unlimited            files  "
                        + "   ")))
        .isEqualTo(Long.MAX_VALUE);
    assertThat(DescriptorLimit.softLimit(List.of())).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldKeepDescriptorsBack() {
    assertThat(DescriptorLimit.mostConnections()).isBetween(4L, Long.MAX_VALUE - 1);
  }
}
