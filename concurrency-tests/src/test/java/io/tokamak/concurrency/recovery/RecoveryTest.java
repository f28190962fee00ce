// SPDX-License-Identifier: Apache-2.0
package io.tokamak.concurrency.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.words.SharedWords;
import io.tokamak.store.Session;
import io.tokamak.testkit.fault.DyingWords;
import io.tokamak.testkit.fault.DyingWords.Moment;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.ObjectState;
import io.tokamak.wire.error.StoreFullException;
import io.tokamak.wire.message.DeleteOutcome;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A client dies at each of its stores to shared memory, before and after it; the store's counters
 * come back to where they were, what was sealed is there, and nobody else notices.
 */
class RecoveryTest {
  private final Arena arena = Arena.ofConfined();
  private final LocalStore local = new LocalStore(arena);
  private Session bystander;
  private int interruptions;
  private Map<String, Long> base;

  @BeforeEach
  void open() {
    bystander = local.open("bystander");
    local.create(bystander, Protocol.TAKEN, 50);
    local.store.seal(bystander, Protocol.TAKEN);
    local.store.pin(List.of(Protocol.TAKEN));
    base = local.base();
  }

  @AfterEach
  void close() {
    arena.close();
  }

  /** Each death of the protocol over {@code words}; returns how many there were. */
  private int dieEverywhere(Moment moment, WordsOfStep words) {
    int deaths = 0;
    while (dies(new DyingWords(words.at(deaths + 1), deaths + 1, moment))) {
      deaths++;
    }
    return deaths;
  }

  /** What lies between the dying client and the memory. */
  private interface WordsOfStep {
    SharedWords at(int step);
  }

  private boolean dies(DyingWords words) {
    Session session = local.open("dying");
    Protocol client = new Protocol(local, session, words);
    boolean died = words.kills(dying -> client.run());
    local.store.closeSession(session);
    checkPeace("after mutation " + words.mutations());
    return died;
  }

  private void checkPeace(String when) {
    for (ObjectInfo object : local.objects()) {
      assertThat(object.state()).as("%s %s", object.id(), when).isEqualTo(ObjectState.SEALED);
      assertThat(object.pins()).as("pins of %s %s", object.id(), when).isZero();
    }
    assertThat(local.base().get("objects")).as(when).isEqualTo(local.objects().size());
    assertThat(local.store.contains(Protocol.TAKEN)).as("the bystander's object").isTrue();
    List<ObjectId> others =
        local.objects().stream()
            .map(ObjectInfo::id)
            .filter(id -> !id.equals(Protocol.TAKEN))
            .toList();
    assertThat(local.store.delete(others)).as(when).allMatch(DeleteOutcome.DELETED::equals);
    assertThat(local.base()).as("counters " + when).isEqualTo(base);
  }

  @Test
  void shouldRecoverFromADeathAtEveryStep() {
    for (Moment moment : Moment.values()) {
      int deaths = dieEverywhere(moment, step -> local.words());
      System.out.println("recovered from " + deaths + " deaths " + moment + " a mutation");
      assertThat(deaths).isGreaterThan(100);
    }
  }

  /**
   * The store takes the lease back at each step, because somebody else needs the memory, and the
   * client dies at each later step.
   */
  @Test
  void shouldRecoverFromADeathAtEveryStepAfterLosingTheLeaseAtEveryStep() {
    for (Moment moment : Moment.values()) {
      int steps = dieEverywhere(moment, step -> local.words());
      for (int interrupted = 1; interrupted <= steps; interrupted++) {
        int at = interrupted;
        assertThat(dieEverywhere(moment, step -> interruptedWords(at))).isGreaterThan(50);
      }
    }
    System.out.println("memory was wanted in mid-protocol " + interruptions + " times");
  }

  private SharedWords interruptedWords(int mutation) {
    return InterruptedWords.before(mutation, local.words(), this::needMemory);
  }

  /**
   * More than is free in one piece: leases are taken back, if need be objects evicted. It may still
   * not fit, as unsealed objects lie in between.
   */
  private void needMemory() {
    interruptions++;
    ObjectId id = ObjectId.named("large");
    try {
      local.create(bystander, id, local.counter("largest-free-extent") + 1);
      local.store.abort(bystander, id);
    } catch (StoreFullException full) {
      assertThat(local.store.contains(id)).isFalse();
    }
    assertThat(local.counter("lease-bytes")).isZero();
  }
}
