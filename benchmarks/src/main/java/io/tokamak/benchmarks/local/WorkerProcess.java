// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.local.worker.Task;
import io.tokamak.benchmarks.local.worker.Timings;
import io.tokamak.benchmarks.local.worker.WorkerMain;
import io.tokamak.node.JvmCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** This side of a client process. It ends when its input does, so it ends with this process. */
final class WorkerProcess implements AutoCloseable {
  private static final int STOP_SECONDS = 5;

  /** Eight of them on two processors: the fewer pages, the less a switch between them costs. */
  private static final List<String> OPTIONS = List.of("-XX:+UseTransparentHugePages");

  private final Process process;
  private final Writer toWorker;
  private final BufferedReader fromWorker;
  private final Path log;

  private WorkerProcess(Process process, Path log) {
    this.process = process;
    this.toWorker = process.outputWriter(StandardCharsets.US_ASCII);
    this.fromWorker = process.inputReader(StandardCharsets.US_ASCII);
    this.log = log;
  }

  /**
   * Starts one.
   *
   * @param number different for each worker of a system
   * @param processor where its measuring thread runs, or {@link WorkerMain#ANY_PROCESSOR}
   */
  static WorkerProcess start(Server server, int number, int processor, Path log) {
    List<String> arguments =
        List.of(
            server.system().name(),
            server.socket().toString(),
            Integer.toString(number),
            Integer.toString(processor));
    List<String> command =
        new ArrayList<>(JvmCommand.ofThisProcess().of(WorkerMain.class.getName(), arguments));
    command.addAll(1, OPTIONS);
    try {
      Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
      return new WorkerProcess(process, log);
    } catch (IOException e) {
      throw new BenchException("cannot start a client process", e);
    }
  }

  void give(Task task) {
    say(task.encode());
  }

  void awaitReady() {
    expect("ready");
  }

  void awaitDone() {
    expect("done");
  }

  void go() {
    say("go");
  }

  void awaitMeasured() {
    expect("measured");
  }

  /** What it measured: one for most actions, two for puts with deletes. */
  List<Timings> result() {
    say("tell");
    String[] words = expect("result").split(" ", -1);
    return Arrays.stream(words).skip(1).map(Timings::parse).toList();
  }

  private void say(String line) {
    try {
      toWorker.write(line + "\n");
      toWorker.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private String expect(String beginning) {
    try {
      String line = fromWorker.readLine();
      if (line == null || !line.startsWith(beginning)) {
        throw failed(null);
      }
      return line;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private BenchException failed(@Nullable Throwable cause) {
    return new BenchException("a client process failed. It said:\n" + lastWords(), cause);
  }

  private String lastWords() {
    try {
      process.waitFor(1, TimeUnit.SECONDS);
      return Files.readString(log).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "(interrupted)";
    }
  }

  @Override
  public void close() {
    try {
      toWorker.close();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
