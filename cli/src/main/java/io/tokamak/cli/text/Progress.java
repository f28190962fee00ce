// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.text;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on standard error for work that takes a while, if somebody watches; else nothing. */
public final class Progress implements AutoCloseable {
  private static final long WORTH_A_BAR = 64L << 20;
  private static final int WIDTH = 79;
  private static final int UPDATE_MS = 100;

  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /**
   * Begins.
   *
   * @param task what is done
   * @param totalBytes how much there is to do
   */
  public static Progress of(String task, long totalBytes) {
    boolean shown = totalBytes >= WORTH_A_BAR && Terminal.ERROR.isWatched();
    return new Progress(shown ? bar(task, totalBytes) : null);
  }

  // With a consumer of its own the library does not have to find out what kind of terminal it is,
  // which takes longer than most work.
  private static ProgressBar bar(String task, long totalBytes) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(totalBytes)
        .setUnit(" MiB", 1 << 20)
        .setUpdateIntervalMillis(UPDATE_MS)
        .setStyle(ProgressBarStyle.ASCII)
        .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
        .build();
  }

  /** So many more bytes are done. */
  public void step(long bytes) {
    if (bar != null) {
      bar.stepBy(bytes);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
