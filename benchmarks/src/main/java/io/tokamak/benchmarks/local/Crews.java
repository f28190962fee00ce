// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The client processes of all systems, for as long as they are needed. */
final class Crews implements AutoCloseable {
  private final List<Crew> crews = new ArrayList<>();

  Crews(List<Server> servers, int clients, Path directory) {
    for (Server server : servers) {
      crews.add(new Crew(server, clients, false, directory));
    }
  }

  List<Crew> list() {
    return crews;
  }

  void each(Consumer<Crew> action) {
    crews.forEach(action);
  }

  @Override
  public void close() {
    crews.forEach(Crew::close);
  }
}
