// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.NewObject;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.system.faults.Script.Kind;
import io.tokamak.system.process.ChildProcess;
import io.tokamak.system.process.Contents;
import io.tokamak.system.process.SharedStore;
import io.tokamak.system.process.Soon;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.ObjectState;
import io.tokamak.wire.error.StoreFullException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Clients are killed at every step of what they do in shared memory: their pins, unsealed objects,
 * memory and entries are back, what they sealed is there, and a bystander has not noticed. How long
 * the slowest recovery took is printed; it may take a second. Not by luck: each session is stuck at
 * a chosen store when its process is killed.
 */
class ClientDeathTest {
  private static final int DEATHS = Integer.getInteger("tokamak.deaths", 10_000);
  private static final int SMALL_PER_PROCESS = 400;
  private static final int LARGE_PER_PROCESS = 30;
  private static final int HOLE = 16 << 10;
  private static final int FILLERS = 4 * SMALL_PER_PROCESS;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final List<String> BASE =
      List.of(
          "objects",
          "object-bytes",
          "free-bytes",
          "entries-free",
          "sessions",
          "gets-waiting",
          "creates-queued",
          "subscriptions");

  @RegisterExtension
  static final SharedStore STORE =
      new SharedStore(64 << 20, options -> options.objects(1 << 18).slots(SMALL_PER_PROCESS + 10));

  private ObjectStoreClient inspector;
  private Bystander bystander;
  private Map<String, Long> base;
  private long slowestMs;

  @BeforeEach
  void open() {
    inspector = STORE.client("inspector");
    bystander = new Bystander(STORE.socket());
    inspector.putAll(List.of(new NewObject(Script.TAKEN, taken())));
    inspector.pin(List.of(Script.TAKEN));
  }

  private static byte[] taken() {
    return Contents.of(Script.TAKEN, Script.SMALL);
  }

  @AfterEach
  void close() throws InterruptedException {
    bystander.close();
  }

  private Map<String, Long> counters() {
    Map<String, Long> counters = inspector.stats();
    counters.merge("free-bytes", counters.get("lease-bytes"), Long::sum); // leases come and go
    counters.keySet().retainAll(BASE);
    return counters;
  }

  private static ChildProcess start(Kind kind, int length, int first, int count) {
    return ChildProcess.start(
        DyingSessionsMain.class,
        List.of(STORE.socket().toString(), "" + kind, "" + length, "" + first, "" + count));
  }

  /** The free memory is cut into small pieces, or a few dozen leases would be all of it. */
  @Test
  void shouldRecoverFromDeathsAtEveryStep() {
    List<ObjectId> fillers = fill();
    dieAtEveryStep(Kind.SMALL, DEATHS, SMALL_PER_PROCESS);
    inspector.delete(fillers);
  }

  @Test
  void shouldRecoverFromDeathsAtEveryStepWithLargeObjects() {
    dieAtEveryStep(Kind.LARGE, 0, LARGE_PER_PROCESS);
  }

  private List<ObjectId> fill() {
    ObjectId large = ObjectId.named("filler");
    long rest = inspector.stats().get("largest-free-extent") - (long) FILLERS * HOLE;
    inspector.put(large, new byte[(int) rest]);
    List<ObjectId> small =
        IntStream.range(0, FILLERS).mapToObj(i -> ObjectId.named("filler " + i)).toList();
    small.forEach(id -> inspector.putAll(List.of(new NewObject(id, new byte[HOLE]))));
    List<ObjectId> fillers = new ArrayList<>(List.of(large));
    List<ObjectId> holes = new ArrayList<>();
    small.forEach(id -> (holes.size() < fillers.size() ? holes : fillers).add(id));
    inspector.pin(fillers);
    inspector.delete(holes);
    return fillers;
  }

  private void dieAtEveryStep(Kind kind, int deaths, int perProcess) {
    base = counters();
    int length = scriptLength(kind);
    int most = Math.max(deaths, 2 * length);
    for (int first = 0; first < most; first += perProcess) {
      int count = Math.min(perProcess, most - first);
      try (ChildProcess dying = start(kind, length, first, count)) {
        dying.await(DyingSessionsMain.STUCK);
        bystander.awaitProgress();
        if (first / perProcess % 2 == 1) {
          needMemory();
        }
        dying.kill();
        checkPeace();
      }
    }
    System.out.printf(
        "%d sessions killed at %d steps (%s); the slowest recovery of %d took %d ms; the bystander"
            + " read %d times%n",
        most, 2 * length, kind, perProcess, slowestMs, bystander.reads());
  }

  private int scriptLength(Kind kind) {
    try (ChildProcess counting = start(kind, 0, 0, 1)) {
      int length = Integer.parseInt(counting.await(DyingSessionsMain.MUTATIONS));
      counting.kill();
      checkPeace();
      assertThat(length).isGreaterThan(20);
      return length;
    }
  }

  /** Leases are taken back under the stuck sessions, and sealed objects are evicted. */
  private void needMemory() {
    long length = inspector.stats().get("largest-free-extent") + 1;
    ObjectId id = ObjectId.named("large");
    try {
      inspector.create(id, length, new byte[0], Duration.ZERO).abort();
    } catch (StoreFullException full) {
      assertThat(inspector.contains(id)).isFalse();
    }
  }

  private void checkPeace() {
    long startNs = System.nanoTime();
    Soon.await("end of the sessions", PATIENCE)
        .until(() -> inspector.stats().get("sessions").equals(base.get("sessions")));
    slowestMs = Math.max(slowestMs, (System.nanoTime() - startNs) / 1_000_000);
    bystander.awaitProgress();
    List<ObjectInfo> left =
        inspector.list().stream().filter(object -> !object.pinnedByUser()).toList();
    left.forEach(this::checkWhole);
    inspector.delete(left.stream().map(ObjectInfo::id).toList());
    assertThat(inspector.info(Script.TAKEN).orElseThrow().pins()).isZero();
    assertThat(counters()).isEqualTo(base);
  }

  private void checkWhole(ObjectInfo object) {
    assertThat(object.state()).as("%s", object).isEqualTo(ObjectState.SEALED);
    assertThat(object.pins()).as("%s", object).isZero();
    try (ObjectHandle handle = inspector.get(object.id())) {
      Contents.verify(handle);
    }
  }
}
