// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.system.process.Contents;
import io.tokamak.system.process.RawClient;
import io.tokamak.system.process.SharedStore;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.message.CreateRequest;
import io.tokamak.wire.message.GetRequest;
import io.tokamak.wire.message.ObjectLocation;
import io.tokamak.wire.message.SealRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A thousand clients connect at once, more than there are slots; all of them stay, each with an
 * object pinned that it created, until the last one is served.
 */
class CrowdTest {
  private static final int CLIENTS = 1000;
  private static final int WITH_OUR_CLIENT = 150;
  private static final int SLOTS = 600;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @RegisterExtension
  static final SharedStore STORE = new SharedStore(64 << 20, options -> options.slots(SLOTS));

  /** All have been served and none has left. */
  private final CountDownLatch served = new CountDownLatch(CLIENTS);

  private final CountDownLatch mayLeave = new CountDownLatch(1);

  private static ObjectId id(int client) {
    return ObjectId.named("of client " + client);
  }

  private Boolean serve(int number) throws InterruptedException {
    if (number < WITH_OUR_CLIENT) {
      useOurClient(number);
    } else {
      speakTheProtocol(number);
    }
    return true;
  }

  private void stay() throws InterruptedException {
    served.countDown();
    assertThat(mayLeave.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private void useOurClient(int number) throws InterruptedException {
    String name = "client " + number;
    try (ObjectStoreClient client = Tokamak.builder().socket(STORE.socket()).name(name).connect()) {
      client.put(id(number), Contents.of(id(number), 1000));
      try (ObjectHandle handle = client.get(id(number))) {
        Contents.verify(handle);
        stay();
      }
    }
  }

  private void speakTheProtocol(int number) throws InterruptedException {
    try (RawClient client = RawClient.open(STORE.socket(), "client " + number)) {
      client.call(new CreateRequest(id(number), 1000, 0, -1));
      client.call(new SealRequest(id(number)));
      ObjectLocation got = client.call(GetRequest.of(id(number), 0)).objects().getFirst();
      assertThat(got.dataLength()).isEqualTo(1000);
      stay();
    }
  }

  /** A client that failed says why, instead of the others that wait for it. */
  private void awaitService(List<Future<Boolean>> clients) throws Exception {
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (!served.await(100, TimeUnit.MILLISECONDS)) {
      for (Future<Boolean> each : clients) {
        if (each.isDone()) {
          mayLeave.countDown();
          assertThat(each.get()).isTrue();
        }
      }
      assertThat(System.nanoTime()).as("time is not up").isLessThan(deadlineNs);
    }
  }

  @Test
  void shouldServeAThousandClientsAtOnce() throws Exception {
    List<Future<Boolean>> clients = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        clients.add(threads.submit(() -> serve(number)));
      }
      awaitService(clients);
      try (ObjectStoreClient observer = Tokamak.connect(STORE.socket())) {
        assertThat(observer.stats().get("sessions")).isEqualTo(CLIENTS + 1);
        assertThat(observer.list()).hasSize(CLIENTS).allMatch(object -> object.pins() == 1);
      }
      mayLeave.countDown();
      for (Future<Boolean> each : clients) {
        assertThat(each.get()).isTrue();
      }
    }
  }
}
