// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.tcp.TcpFabric;
import io.tokamak.fabric.tcp.TcpOptions;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class SelfTestTest {
  private static Finding finding(FabricPair.Maker maker) {
    return new SelfTest("some", maker, "do something").look().getFirst();
  }

  @Test
  void shouldMoveBytesOverTcp() {
    assertThat(finding(FabricPairs::tcp).verdict()).isEqualTo(Verdict.OK);
    assertThat(finding(FabricPairs::tcp).found()).matches("8 bytes in .* µs, 1 MiB at .* GB/s");
  }

  @Test
  void shouldMoveBytesOverSharedMemory() {
    assertThat(finding(FabricPairs::shm).verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void shouldSayWhyNothingCanBeOpened() {
    Finding finding =
        finding(() -> {
          throw new IOException("no sockets today");
        });

    assertThat(finding)
        .isEqualTo(Finding.missing("some self-test", "no sockets today", "do something"));
  }

  /** The far end is closed, so nobody answers at its address. */
  @Test
  void shouldSayWhyNothingIsReached() {
    Finding finding =
        finding(() -> {
          FabricPair pair = FabricPairs.tcp();
          pair.far().close();
          TcpFabric another =
              new TcpFabric(new NodeRef(3, 1), TcpOptions.loopback(), System::nanoTime);
          pair.near().close();
          return new FabricPair(another, pair.far(), pair.memory());
        });

    assertThat(finding.verdict()).isEqualTo(Verdict.MISSING);
    assertThat(finding.remedy()).isEqualTo("do something");
  }
}
