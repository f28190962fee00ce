// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.manager;

import io.tokamak.fabric.Readiness;
import io.tokamak.wire.message.Call;
import io.tokamak.wire.message.GreetRequest;
import io.tokamak.wire.message.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A service over a real socket, stepped by the test. */
final class ServiceFixture implements AutoCloseable {
  static final long NOW_NS = 1_000_000_000;
  static final OwnWays WAYS =
      new OwnWays("ucx over tcp, peers serve reads", List.of("ucx: no RDMA device"));

  final FakeCalls calls = new FakeCalls();
  final Path socket;
  final ClientService service;
  private final Path directory;
  private final Readiness readiness;
  private long correlation;

  ServiceFixture() throws IOException {
    directory = Files.createTempDirectory("tokamak-manager");
    socket = directory.resolve("store.sock.manager");
    readiness = new Readiness();
    service = ClientService.open(socket, readiness, calls, WAYS, NOW_NS);
  }

  /** Polls until nothing is left to be done. */
  void step() {
    int work;
    do {
      work = readiness.poll() + service.poll(NOW_NS);
    } while (work > 0 || service.nextDeadlineNs(NOW_NS) == NOW_NS);
  }

  /** A client that has said who it is. */
  TestClient greeted() {
    TestClient client = new TestClient(socket);
    ask(client, new GreetRequest(4711, "test"));
    return client;
  }

  /** The reply to a call that is answered at once. */
  <R extends Reply> R ask(TestClient client, Call<R> call) {
    client.send(call, ++correlation);
    step();
    return client.reply(call);
  }

  long counter(String name) {
    return service.counters().getOrDefault(name, -1L);
  }

  @Override
  public void close() throws IOException {
    service.close();
    readiness.close();
    Files.delete(directory);
  }
}
