// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.message.DeleteRequest;
import io.tokamak.wire.message.ObjectEvent;
import io.tokamak.wire.message.PutObject;
import io.tokamak.wire.message.PutRequest;
import io.tokamak.wire.message.SubscribeRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events over a real socket, to readers fast and slow. */
class SubscriptionTest {
  private static final int BATCH = 5_000;

  @TempDir Path directory;
  private StoreServer server;
  private TestClient creator;

  @BeforeEach
  void start() {
    server = StoreServer.start(Stores.config(directory).withObjectCount(40_000));
    creator = TestClient.open(server.socket());
  }

  @AfterEach
  void stop() {
    creator.close();
    server.close();
  }

  private static List<ObjectId> ids(int count) {
    return Stream.generate(ObjectId::random).limit(count).toList();
  }

  private void putEmpty(List<ObjectId> ids) {
    List<PutObject> objects = ids.stream().map(id -> Stores.object(id, new byte[0])).toList();
    for (int i = 0; i < objects.size(); i += BATCH) {
      creator.call(new PutRequest(objects.subList(i, Math.min(objects.size(), i + BATCH))));
    }
  }

  private static List<ObjectEvent> read(TestClient subscriber, int count) {
    List<ObjectEvent> events = new ArrayList<>();
    while (events.size() < count) {
      events.addAll(subscriber.events());
    }
    return events;
  }

  @Test
  void shouldTellOfExistingObjectsThenOfSealsAndDeletions() {
    List<ObjectId> ids = ids(3);
    creator.call(Stores.put(ids.get(0)));
    try (TestClient subscriber = TestClient.open(server.socket())) {
      subscriber.call(new SubscribeRequest());
      creator.call(Stores.put(ids.get(1), ids.get(2)));
      creator.call(new DeleteRequest(List.of(ids.get(0))));
      assertThat(read(subscriber, 4))
          .containsExactly(
              ObjectEvent.sealed(ids.get(0), 3, 0),
              ObjectEvent.sealed(ids.get(1), 3, 0),
              ObjectEvent.sealed(ids.get(2), 3, 0),
              ObjectEvent.deleted(ids.get(0)));
    }
  }

  @Test
  void shouldLoseNothingWhenTheSocketIsFull() {
    List<ObjectId> ids = ids(30_000);
    try (TestClient subscriber = TestClient.open(server.socket())) {
      subscriber.call(new SubscribeRequest());
      putEmpty(ids);
      assertThat(read(subscriber, ids.size()))
          .extracting(ObjectEvent::id)
          .containsExactlyElementsOf(ids);
    }
  }

  @Test
  void shouldTellASlowSubscriberToStartOver() {
    List<ObjectId> kept = ids(10);
    try (TestClient subscriber = TestClient.open(server.socket())) {
      subscriber.call(new SubscribeRequest());
      creator.call(Stores.put(kept));
      while (Stores.counter(creator, "resyncs") == 0) {
        List<ObjectId> passing = ids(15_000);
        putEmpty(passing);
        creator.call(new DeleteRequest(passing));
      }
      assertThat(followToTheEnd(subscriber)).containsExactlyInAnyOrderElementsOf(kept);
    }
  }

  /** What a subscriber knows that does as it is told; a last object says that it is up to date. */
  private Set<ObjectId> followToTheEnd(TestClient subscriber) {
    ObjectId last = ObjectId.random();
    creator.call(Stores.put(last));
    Set<ObjectId> known = new HashSet<>();
    int resyncs = 0;
    while (!known.contains(last)) {
      for (ObjectEvent event : subscriber.events()) {
        switch (event.kind()) {
          case SEALED -> known.add(event.id());
          case DELETED -> known.remove(event.id());
          case RESYNC -> {
            known.clear();
            resyncs++;
          }
        }
      }
    }
    assertThat(resyncs).isPositive();
    known.remove(last);
    return known;
  }

  @Test
  void shouldServeOthersWhileASubscriberReadsNothing() {
    try (TestClient subscriber = TestClient.open(server.socket());
        TestClient other = TestClient.open(server.socket())) {
      subscriber.call(new SubscribeRequest());
      putEmpty(ids(20_000));
      other.call(Stores.put(ObjectId.random()));
    }
  }
}
