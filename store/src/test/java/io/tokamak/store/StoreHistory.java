// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.words.SharedWords;
import io.tokamak.testkit.fault.DyingWords;
import io.tokamak.testkit.fault.StepReached;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ObjectExistsException;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.message.CreateReply;
import io.tokamak.wire.message.DeleteOutcome;
import io.tokamak.wire.message.GetReply;
import io.tokamak.wire.message.ObjectEvent;
import io.tokamak.wire.message.ObjectLocation;
import io.tokamak.wire.message.PutObject;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A random history of several clients, some of which die between two instructions, and what must
 * hold of each object meanwhile: unsealed ones are their creator's, pinned ones are there with
 * their bytes, deleted ones are gone once nobody pins them, and the rest may be evicted.
 */
final class StoreHistory {
  private static final int IDS = 64;
  private static final int CLIENTS = 6;
  private static final long CAPACITY = 64 << 10;
  private static final int ENTRIES = 256;

  final StoreHarness harness = new StoreHarness(CAPACITY, ENTRIES);
  private final RandomGenerator random;
  private final List<Client> clients = new ArrayList<>();

  /** What each id's bytes are filled with, if it was created since it was last known to be gone. */
  private final Map<Integer, Byte> filling = new HashMap<>();

  private final Set<Integer> deleted = new HashSet<>();
  private final Set<Integer> userPinned = new HashSet<>();
  private final Set<ObjectId> announced = new HashSet<>();
  private final Subscription subscription = harness.store.subscribe(() -> {});
  private byte fillings;

  /** A pin as a client knows it. */
  private record Pin(int id, long ref, int index) {}

  private record PendingCreate(int id, Answer<CreateReply> answer) {}

  private record PendingGet(List<Integer> ids, Answer<GetReply> answer) {}

  private static final class Client {
    final FakeClient fake;
    final Map<Integer, Long> unsealed = new HashMap<>();
    final List<Pin> pins = new ArrayList<>();
    final List<PendingCreate> creates = new ArrayList<>();
    final List<PendingGet> gets = new ArrayList<>();

    Client(FakeClient fake) {
      this.fake = fake;
    }

    boolean hasSlot() {
      return fake.session.slotIndex() >= 0;
    }
  }

  StoreHistory(RandomGenerator random) {
    this.random = random;
  }

  void step() {
    if (clients.isEmpty() || (clients.size() < CLIENTS && random.nextInt(20) == 0)) {
      connect();
    }
    Client client = clients.get(random.nextInt(clients.size()));
    try {
      act(client);
    } catch (StepReached death) {
      die(client);
    } catch (TokamakException refused) {
      assertThat(refused).hasMessageNotContaining("failed in the store");
    }
    harness.work();
    clients.forEach(this::takeAnswers);
    check();
  }

  /** Everybody leaves, nothing is kept, all is evicted. */
  void end() {
    List.copyOf(clients).forEach(this::die);
    FakeClient last = harness.connect();
    List.copyOf(userPinned).forEach(this::unpinByUser);
    harness.store.evict(last.session, Long.MAX_VALUE);
    last.die();
    harness.work();
    pollEvents();
    assertThat(announced).isEmpty();
    harness.store.unsubscribe(subscription);
  }

  private void connect() {
    SharedWords words = harness.segment.words();
    if (random.nextInt(3) == 0) {
      DyingWords.Moment moment =
          random.nextBoolean() ? DyingWords.Moment.BEFORE : DyingWords.Moment.AFTER;
      words = new DyingWords(words, 1 + random.nextInt(200), moment);
    }
    clients.add(
        new Client(random.nextInt(8) == 0 ? harness.connectReadOnly() : harness.connect(words)));
  }

  private void act(Client client) {
    int id = random.nextInt(IDS);
    switch (random.nextInt(24)) {
      case 0, 1, 2, 3 -> createLeased(client, id);
      case 4, 5 -> createByMessage(client, id, random.nextInt(3) == 0 ? 0 : 50);
      case 6, 7, 8, 9 -> seal(client);
      case 10 -> abort(client);
      case 11 -> put(client);
      case 12, 13, 14 -> pin(client, id);
      case 15 -> get(client);
      case 16, 17, 18 -> release(client);
      case 19, 20 -> delete(id);
      case 21 -> pinByUser(id);
      case 22 -> harness.pass(random.nextInt(60));
      default -> leave(client);
    }
  }

  private void leave(Client client) {
    int what = random.nextInt(6);
    if (what == 0) {
      die(client);
    } else if (what == 1) {
      harness.store.quota(client.fake.session, 1 + random.nextInt((int) CAPACITY / 8));
    } else if (what == 2) {
      harness.store.evict(client.fake.session, random.nextInt(20_000));
    } else {
      List.copyOf(userPinned).forEach(this::unpinByUser);
    }
  }

  private int length() {
    return random.nextInt(5) == 0 ? random.nextInt(25_000) : random.nextInt(1500);
  }

  // --- What clients do.

  private void createLeased(Client client, int id) {
    if (!client.hasSlot()) {
      return;
    }
    boolean free = isFree(id);
    long ref = client.fake.create(StoreHarness.id(id), length());
    if (ref != ObjectRef.NONE) {
      assertThat(free).as("id %s was free", id).isTrue();
      created(client, id, ref);
    }
  }

  private void createByMessage(Client client, int id, long deadlineMs) {
    boolean free = isFree(id);
    Answer<CreateReply> answer = client.fake.request(StoreHarness.id(id), length(), deadlineMs);
    if (!answer.isPending() && !answer.isComplete()) {
      if (free) {
        assertThat(answer.failure()).isNotInstanceOf(ObjectExistsException.class);
      }
      return;
    }
    client.creates.add(new PendingCreate(id, answer));
  }

  private boolean isFree(int id) {
    ObjectId name = StoreHarness.id(id);
    return harness.bytes(name) == null;
  }

  private void created(Client client, int id, long ref) {
    byte fill = ++fillings;
    filling.put(id, fill);
    deleted.remove(id);
    userPinned.remove(id);
    client.unsealed.put(id, ref);
    harness.segment.dataOf(ObjectRef.entry(ref)).fill(fill);
  }

  private void seal(Client client) {
    Integer id = any(client.unsealed.keySet());
    if (id == null) {
      return;
    }
    long ref = client.unsealed.get(id);
    if (!client.hasSlot() || random.nextInt(4) == 0) {
      client.fake.sealByMessage(StoreHarness.id(id));
    } else if (random.nextInt(8) == 0) {
      client.fake.sealQuietly(ref);
      client.unsealed.remove(id);
      client.fake.parts().slot().ring().push(ref);
    } else {
      client.fake.seal(ref);
    }
    client.unsealed.remove(id);
  }

  private void abort(Client client) {
    Integer id = any(client.unsealed.keySet());
    if (id != null) {
      client.fake.abort(StoreHarness.id(id));
      client.unsealed.remove(id);
      filling.remove(id);
    }
  }

  private void put(Client client) {
    List<Integer> ids = Stream.generate(() -> random.nextInt(IDS)).limit(3).toList();
    boolean possible = new HashSet<>(ids).size() == 3 && ids.stream().allMatch(this::isFree);
    List<PutObject> puts =
        ids.stream()
            .map(id -> FakeClient.object(StoreHarness.id(id), length(), random.nextInt(20)))
            .toList();
    var answer = client.fake.put(puts);
    if (answer.isPending()) {
      client.fake.cancelWaits();
      client.creates.clear();
      client.gets.clear();
    } else if (answer.isComplete()) {
      assertThat(possible).isTrue();
      for (int id : ids) {
        filling.put(id, (byte) 7);
        deleted.remove(id);
        userPinned.remove(id);
      }
    } else if (possible) {
      assertThat(answer.failure()).isNotInstanceOf(ObjectExistsException.class);
    }
  }

  private void pin(Client client, int id) {
    if (client.hasSlot()) {
      int index = client.fake.pin(StoreHarness.id(id));
      if (index != FakeClient.NOTHING) {
        client.pins.add(new Pin(id, client.fake.find(StoreHarness.id(id)), index));
      }
    }
  }

  private void get(Client client) {
    List<Integer> ids =
        Stream.generate(() -> random.nextInt(IDS)).limit(1 + random.nextInt(4)).toList();
    long timeoutMs = random.nextInt(3) == 0 ? 0 : random.nextInt(2) == 0 ? -1 : 30;
    ObjectId[] names = ids.stream().map(StoreHarness::id).toArray(ObjectId[]::new);
    client.gets.add(new PendingGet(ids, client.fake.get(timeoutMs, names)));
  }

  private void release(Client client) {
    if (!client.pins.isEmpty()) {
      Pin pin = client.pins.remove(random.nextInt(client.pins.size()));
      if (pin.index == ObjectLocation.PINNED_BY_STORE) {
        client.fake.release(pin.ref);
      } else {
        client.fake.unpin(pin.index, pin.ref);
      }
    }
  }

  private void delete(int id) {
    boolean present = harness.store.contains(StoreHarness.id(id));
    boolean unsealed = clients.stream().anyMatch(client -> client.unsealed.containsKey(id));
    DeleteOutcome outcome = harness.store.delete(List.of(StoreHarness.id(id))).getFirst();
    if (unsealed) {
      assertThat(outcome).isEqualTo(DeleteOutcome.REFUSED);
      return;
    }
    assertThat(outcome)
        .isIn(
            present
                ? List.of(DeleteOutcome.DELETED, DeleteOutcome.DEFERRED)
                : List.of(DeleteOutcome.UNKNOWN));
    if (isPinned(id)) {
      assertThat(outcome).isEqualTo(DeleteOutcome.DEFERRED);
    }
    deleted.add(id);
    userPinned.remove(id);
  }

  private void pinByUser(int id) {
    if (userPinned.size() < 3 && !deleted.contains(id)) {
      harness.store.pin(List.of(StoreHarness.id(id)));
      userPinned.add(id);
    }
  }

  private void unpinByUser(int id) {
    userPinned.remove(id);
    harness.store.unpin(List.of(StoreHarness.id(id)));
  }

  private void die(Client client) {
    clients.remove(client);
    client.fake.die();
    client
        .unsealed
        .keySet()
        .forEach(id -> {
          if (!harness.store.contains(StoreHarness.id(id))) {
            filling.remove(id);
          }
        });
  }

  // --- What must hold.

  private void takeAnswers(Client client) {
    client.creates.removeIf(pending -> {
      if (pending.answer.isComplete()) {
        CreateReply reply = pending.answer.value();
        created(client, pending.id, ObjectRef.of(reply.entry(), reply.generation()));
      }
      return !pending.answer.isPending();
    });
    client.gets.removeIf(pending -> {
      if (pending.answer.isComplete()) {
        took(client, pending);
      }
      return !pending.answer.isPending();
    });
  }

  private static void took(Client client, PendingGet get) {
    List<ObjectLocation> objects = get.answer.value().objects();
    for (int i = 0; i < objects.size(); i++) {
      ObjectLocation object = objects.get(i);
      if (object.present()) {
        long ref = ObjectRef.of(object.entry(), object.generation());
        client.pins.add(new Pin(get.ids.get(i), ref, object.pinIndex()));
      }
    }
  }

  private boolean isPinned(int id) {
    return clients.stream().anyMatch(client -> client.pins.stream().anyMatch(pin -> pin.id == id));
  }

  private boolean isWaitedFor(int id) {
    return clients.stream()
        .anyMatch(client -> client.gets.stream().anyMatch(get -> get.ids.contains(id)));
  }

  private void check() {
    for (Client client : clients) {
      client.unsealed.forEach(this::checkUnsealed);
      client.pins.forEach(this::checkPinned);
    }
    for (int id : userPinned) {
      assertThat(harness.store.contains(StoreHarness.id(id))).isTrue();
    }
    for (int id = 0; id < IDS; id++) {
      boolean gone = !filling.containsKey(id) || (deleted.contains(id) && !isPinned(id));
      if (gone && !isWaitedFor(id)) {
        assertThat(harness.store.contains(StoreHarness.id(id))).as("id %s", id).isFalse();
      }
    }
    harness.store.stats();
    pollEvents();
    Set<ObjectId> expected = new HashSet<>();
    for (int entry : harness.store.objects.announcedEntries()) {
      expected.add(harness.store.objects.idOf(entry));
    }
    assertThat(announced).isEqualTo(expected);
  }

  private void checkUnsealed(int id, long ref) {
    long control = harness.segment.entries().control(ObjectRef.entry(ref));
    assertThat(Control.state(control)).isEqualTo(Control.CREATED);
    assertThat(Control.generation(control)).isEqualTo(ObjectRef.generation(ref));
    checkBytes(id, ref);
  }

  private void checkPinned(Pin pin) {
    long control = harness.segment.entries().control(ObjectRef.entry(pin.ref));
    assertThat(Control.isReadable(control)).isTrue();
    assertThat(Control.generation(control)).isEqualTo(ObjectRef.generation(pin.ref));
    checkBytes(pin.id, pin.ref);
  }

  private void checkBytes(int id, long ref) {
    byte[] expected = new byte[(int) harness.segment.entries().dataLength(ObjectRef.entry(ref))];
    Arrays.fill(expected, filling.get(id));
    assertThat(
            harness.segment.dataOf(ObjectRef.entry(ref)).mismatch(MemorySegment.ofArray(expected)))
        .as("bytes of %s", id)
        .isEqualTo(-1);
  }

  private void pollEvents() {
    for (ObjectEvent event = subscription.poll(); event != null; event = subscription.poll()) {
      switch (event.kind()) {
        case SEALED -> assertThat(announced.add(event.id())).isTrue();
        case DELETED -> assertThat(announced.remove(event.id())).isTrue();
        case RESYNC -> announced.clear();
      }
    }
  }

  private @Nullable Integer any(Set<Integer> ids) {
    return ids.isEmpty()
        ? null
        : ids.stream().skip(random.nextInt(ids.size())).findFirst().orElseThrow();
  }
}
