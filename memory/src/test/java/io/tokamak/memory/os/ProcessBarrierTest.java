// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.memory.SystemCallException;
import org.junit.jupiter.api.Test;

class ProcessBarrierTest {

  @Test
  void shouldExecuteBarriersWhereTheKernelLetsItRegister() {
    if (ProcessBarrier.register()) {
      assertThatCode(ProcessBarrier::execute).doesNotThrowAnyException();
      assertThat(ProcessBarrier.register()).isTrue();
    } else {
      assertThatThrownBy(ProcessBarrier::execute).isInstanceOf(SystemCallException.class);
    }
  }
}
