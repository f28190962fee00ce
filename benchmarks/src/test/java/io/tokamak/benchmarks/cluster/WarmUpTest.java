// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class WarmUpTest {
  private static int windows(WarmUp warmUp, double... roundsNs) {
    WarmUp.Course course = warmUp.course();
    int windows = 1;
    for (double roundNs : roundsNs) {
      if (!course.goesOn(roundNs)) {
        return windows;
      }
      windows++;
    }
    return -1;
  }

  @Test
  void shouldTakeOneWindowWhenToldHowLong() {
    assertThat(windows(WarmUp.of(1), 100)).isEqualTo(1);
  }

  @Test
  void shouldGoOnWhileItBecomesFaster() {
    WarmUp warmUp = WarmUp.untilSteady(1);
    assertThat(windows(warmUp, 100, 100, 100)).isEqualTo(3);
    assertThat(windows(warmUp, 100, 95, 100)).isEqualTo(3);
    assertThat(windows(warmUp, 100, 50, 30, 29, 31)).isEqualTo(5);
    assertThat(windows(warmUp, 100, 50, 60, 30, 29, 31)).isEqualTo(6);
  }

  @Test
  void shouldNotGoOnForEver() {
    double[] ever = DoubleStream.iterate(1e9, each -> each / 2).limit(100).toArray();
    assertThat(windows(WarmUp.untilSteady(1), ever)).isEqualTo(20);
  }
}
