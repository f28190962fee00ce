// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.memory.libc.FileCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DescriptorTest {

  private final Descriptor descriptor =
      new Descriptor(FileCalls.memfdCreate("descriptor", FileCalls.MFD_CLOEXEC));

  /** Other threads may open files meanwhile, so the target is compared, not the bare number. */
  private boolean isOpen() {
    Path link = Path.of("/proc/self/fd/" + descriptor.number());
    try {
      return Files.readSymbolicLink(link).toString().contains("memfd:descriptor");
    } catch (java.io.IOException gone) {
      return false;
    }
  }

  @Test
  void shouldGiveTheNumberBackOnClose() {
    assertThat(isOpen()).isTrue();
    assertThat(descriptor.close()).isTrue();
    assertThat(isOpen()).isFalse();
  }

  @Test
  void shouldCloseForOneCallerOnly() {
    assertThat(descriptor.close()).isTrue();
    assertThat(descriptor.close()).isFalse();
  }

  @Test
  void shouldKeepTheNumberUntilTheLastUseEnds() {
    assertThat(descriptor.enter()).isTrue();
    assertThat(descriptor.enter()).isTrue();
    descriptor.close();
    descriptor.leave();
    assertThat(isOpen()).isTrue();
    descriptor.leave();
    assertThat(isOpen()).isFalse();
  }

  @Test
  void shouldRefuseUsesAfterClose() {
    descriptor.close();
    assertThat(descriptor.enter()).isFalse();
    assertThatThrownBy(() -> descriptor.enterOpen("thing"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("thing is closed");
  }
}
