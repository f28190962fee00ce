// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import io.tokamak.benchmarks.local.worker.SystemName;
import io.tokamak.benchmarks.local.worker.Task;
import io.tokamak.benchmarks.local.worker.Timings;
import io.tokamak.benchmarks.local.worker.WorkerMain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The client processes of one system. */
final class Crew implements AutoCloseable {
  private final SystemName system;
  private final List<WorkerProcess> workers = new ArrayList<>();

  /**
   * Starts them.
   *
   * @param bound whether each is bound to a processor, in turns
   */
  Crew(Server server, int clients, boolean bound, Path directory) {
    this.system = server.system();
    int processors = Runtime.getRuntime().availableProcessors();
    for (int i = 0; i < clients; i++) {
      Path log = directory.resolve("client-" + server.pid() + "-" + clients + "-" + i + ".log");
      int processor = bound ? i % processors : WorkerMain.ANY_PROCESSOR;
      workers.add(WorkerProcess.start(server, i + 1000 * clients, processor, log));
    }
  }

  SystemName system() {
    return system;
  }

  /** One of them loads or unloads objects for all. */
  void prepare(Task task) {
    workers.getFirst().give(task);
    workers.getFirst().awaitDone();
  }

  /** All of them measure at once; one list of results each. */
  List<List<Timings>> measure(Task task) {
    return measure(task, 0, workers.size());
  }

  /** Some of them measure at once. */
  List<List<Timings>> measure(Task task, int from, int to) {
    List<WorkerProcess> chosen = workers.subList(from, to);
    for (int i = 0; i < chosen.size(); i++) {
      chosen.get(i).give(task.withOrderSeed(task.orderSeed() * workers.size() + from + i));
    }
    chosen.forEach(WorkerProcess::awaitReady);
    chosen.forEach(WorkerProcess::go);
    chosen.forEach(WorkerProcess::awaitMeasured);
    return chosen.stream().map(WorkerProcess::result).toList();
  }

  @Override
  public void close() {
    workers.forEach(WorkerProcess::close);
  }
}
