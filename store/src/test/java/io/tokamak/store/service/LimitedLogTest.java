// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.store.StoreClock;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimitedLogTest {
  private static final long SECOND_NS = 1_000_000_000;

  private final List<String> lines = new ArrayList<>();
  private long nowNs = Long.MAX_VALUE - SECOND_NS; // nanoTime may wrap

  private final class Lines implements Logger {
    @Override
    public String getName() {
      return "lines";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String line,
        @Nullable Throwable thrown) {
      lines.add(line);
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        Object... parameters) {
      lines.add(format);
    }
  }

  private final class Clock implements StoreClock {
    @Override
    public long nanoTime() {
      return nowNs;
    }

    @Override
    public long epochMicros() {
      return 0;
    }
  }

  @Test
  void shouldLogOnceASecondAndSayHowMuchItLeftOut() {
    LimitedLog log = new LimitedLog(new Lines(), new Clock()::nanoTime);
    for (int i = 0; i < 100; i++) {
      log.warn(() -> "bad client", null);
    }
    nowNs += SECOND_NS;
    log.warn(() -> "another", null);
    nowNs += SECOND_NS;
    log.warn(() -> "last", null);
    assertThat(lines)
        .containsExactly("bad client", "another (99 more such lines left out)", "last");
  }
}
