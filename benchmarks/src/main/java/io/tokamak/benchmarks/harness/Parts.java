// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.harness;

import io.tokamak.wire.error.TokamakException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The parts of a long run: what one has measured is kept at once, and one that fails is named and
 * left out, so that it does not take the others with it. A part can have parts of its own. For one
 * thread.
 */
public final class Parts {
  private final Progress progress;
  private final Keeper keeper;
  private final List<String> failed;

  /** Takes what a part has measured. */
  @FunctionalInterface
  public interface Keeper {
    /** Keeps these beside those before. */
    void keep(List<Row> rows) throws IOException;
  }

  /** Measures something. */
  @FunctionalInterface
  public interface Part {
    /** Returns what was measured. */
    List<Row> measure() throws IOException;
  }

  /** Of a run whose rows are kept so. */
  public Parts(Progress progress, Keeper keeper) {
    this(progress, keeper, new ArrayList<>());
  }

  private Parts(Progress progress, Keeper keeper, List<String> failed) {
    this.progress = progress;
    this.keeper = keeper;
    this.failed = failed;
  }

  /** Further parts of the same run, whose rows are changed before they are kept. */
  public Parts through(UnaryOperator<Row> change) {
    return new Parts(progress, rows -> keeper.keep(rows.stream().map(change).toList()), failed);
  }

  /**
   * Measures a part and keeps what it brings.
   *
   * @param name for people
   * @throws IOException when what was measured cannot be kept
   * @throws BenchException when the thread was interrupted
   */
  public void run(String name, Part part) throws IOException {
    progress.say(name);
    List<Row> rows;
    try {
      rows = part.measure();
    } catch (BenchException
        | IOException
        | UncheckedIOException
        | TokamakException
        | IllegalStateException e) {
      leaveOut(name, e);
      return;
    }
    if (!rows.isEmpty()) {
      keeper.keep(rows);
    }
  }

  private void leaveOut(String name, Exception cause) {
    if (Thread.currentThread().isInterrupted()) {
      throw new BenchException("interrupted in: " + name, cause);
    }
    failed.add(name);
    String why = cause.getMessage();
    progress.say("LEFT OUT, because it failed: " + name + ": " + (why == null ? cause : why));
  }

  /** The names of those that failed. */
  public List<String> failed() {
    return List.copyOf(failed);
  }
}
