// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.system.process.ChildProcess;
import io.tokamak.system.process.Contents;
import io.tokamak.system.process.RawClient;
import io.tokamak.system.process.SharedStore;
import io.tokamak.system.process.Soon;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ObjectExistsException;
import io.tokamak.wire.message.DeleteOutcome;
import io.tokamak.wire.message.EventsPush;
import io.tokamak.wire.message.ListRequest;
import io.tokamak.wire.message.ObjectEvent;
import io.tokamak.wire.message.StatsRequest;
import io.tokamak.wire.message.SubscribeRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that stand still, do not listen or listen too slowly: nobody else notices. */
class RudeClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @RegisterExtension
  static final SharedStore STORE = new SharedStore(64 << 20, options -> options.objects(1 << 17));

  private ObjectStoreClient client;
  private Bystander bystander;

  @BeforeEach
  void connect() {
    client = STORE.client();
    bystander = new Bystander(STORE.socket());
  }

  @AfterEach
  void close() throws InterruptedException {
    bystander.close();
  }

  @Test
  void shouldNotWaitForAStoppedClient() {
    ObjectId held = ObjectId.named("held");
    client.put(held, Contents.of(held, 1000));
    List<String> arguments = List.of(STORE.socket().toString(), held.toHex());
    try (ChildProcess stopped = ChildProcess.start(StuckMain.class, arguments)) {
      assertThat(Integer.parseInt(stopped.await(StuckMain.STUCK))).isGreaterThan(10);
      stopped.signal("STOP");
      workBeside(held);
      stopped.signal("CONT");
      stopped.kill();
    }
    Soon.await("the end of the stopped sessions", PATIENCE)
        .until(() -> client.stats().get("sessions") == 2);
    Soon.await("the end of what was deleted while it was held", PATIENCE)
        .until(() -> !client.contains(held));
    client.put(StuckMain.WANTED, Contents.of(StuckMain.WANTED, 500));
  }

  private void workBeside(ObjectId held) {
    bystander.awaitProgress();
    ObjectId id = ObjectId.random();
    client.put(id, Contents.of(id, 1000));
    try (ObjectHandle handle = client.get(id)) {
      Contents.verify(handle);
    }
    assertThatThrownBy(() -> client.create(StuckMain.WANTED, 500))
        .isInstanceOf(ObjectExistsException.class);
    assertThat(client.evict(Long.MAX_VALUE)).isEqualTo(1000);
    assertThat(client.delete(held)).isEqualTo(DeleteOutcome.DEFERRED);
    assertThat(client.contains(held)).isTrue();
    assertThat(client.list()).hasSizeGreaterThan(2);
    bystander.awaitProgress();
  }

  @Test
  void shouldServeOthersWhileAClientDoesNotReadItsReplies() {
    try (RawClient deaf = RawClient.open(STORE.socket(), "deaf")) {
      deaf.sendTimeout(200);
      byte[] request = deaf.bytes(new ListRequest(0, 1000));
      int sent = 0;
      while (sent < 1_000_000 && deaf.send(request)) {
        sent++;
      }
      assertThat(sent).as("requests until the store took no more").isBetween(10, 999_999);
      bystander.awaitProgress();
      assertThat(client.stats()).containsKey("sessions");
    }
    Soon.await("the end of the deaf session", PATIENCE)
        .until(() -> client.stats().get("sessions") == 2);
  }

  /** More than the store keeps for it: it is told to start over, and then knows all there is. */
  @Test
  void shouldTellASlowSubscriberToStartOver() {
    try (RawClient first = RawClient.open(STORE.socket(), "slow");
        RawClient slow = first.attached(STORE.socket())) {
      slow.call(new SubscribeRequest());
      Set<ObjectId> present = churn();
      assertThat(client.stats().get("resyncs")).isPositive();
      client.put(LAST, new byte[0]);
      present.add(LAST);
      assertThat(listen(slow)).isEqualTo(present);
      first.call(new StatsRequest());
    }
    bystander.awaitProgress();
  }

  private static final ObjectId LAST = ObjectId.named("the last event");

  /** More than half a million objects come and go; returns those that are there at the end. */
  private Set<ObjectId> churn() {
    for (int round = 0; round < 600; round++) {
      int base = round * 1000;
      List<ObjectId> ids =
          IntStream.range(base, base + 1000).mapToObj(i -> ObjectId.named("churn " + i)).toList();
      ids.forEach(id -> client.put(id, new byte[1]));
      client.delete(ids.subList(10, 1000));
    }
    Set<ObjectId> present = new HashSet<>();
    client.list().forEach(object -> present.add(object.id()));
    return present;
  }

  private static Set<ObjectId> listen(RawClient subscriber) {
    Set<ObjectId> known = new HashSet<>();
    while (!known.contains(LAST)) {
      List<ObjectEvent> events = new ArrayList<>(EventsPush.read(subscriber.next()).events());
      events.forEach(event -> learn(known, event));
    }
    return known;
  }

  private static void learn(Set<ObjectId> known, ObjectEvent event) {
    switch (event.kind()) {
      case SEALED -> known.add(event.id());
      case DELETED -> known.remove(event.id());
      case RESYNC -> known.clear();
    }
  }
}
