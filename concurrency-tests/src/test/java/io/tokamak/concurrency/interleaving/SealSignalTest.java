// SPDX-License-Identifier: Apache-2.0
package io.tokamak.concurrency.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.HeaderLayout;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.words.SharedWords;
import io.tokamak.testkit.explore.Scenario;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Seals against a store that begins to wait for them, and against one that has just heard of
 * others: no seal goes unheard. The message that a doorbell is on its way lies in a word of its
 * own, as it would lie in the socket.
 */
class SealSignalTest {
  private static final long MAIL = 1024;
  private static final TinyId ONE = new TinyId(5);
  private static final TinyId TWO = new TinyId(6);
  private static final String STORE = "store";
  private static final String CLIENT = "client";

  private static void seal(TinySegment segment, int slot, long ref) {
    assertThat(segment.creation(slot).seal(ref, segment.clock(slot), 1)).isTrue();
    assertThat(segment.ring(slot).push(ref)).isTrue();
    if (segment.signals.claimDoorbell(false)) {
      segment.words.getAndAdd(MAIL, 1);
    }
  }

  /** A get: the store notes its interest and looks once more; then it sleeps until the doorbell. */
  private static boolean waitsAndSees(TinySegment segment, TinyId id) {
    segment.signals.interest(true);
    long ref = segment.find(id);
    return Control.isReadable(segment.entries.control(ObjectRef.entry(ref)));
  }

  private static final Scenario INTEREST =
      stage -> {
        TinySegment segment = new TinySegment(stage, 2);
        stage.name(MAIL, "mail");
        long ref = segment.putCreated(0, ONE, 0);
        boolean[] seen = new boolean[1];
        stage.thread(CLIENT, () -> seal(segment, 0, ref));
        stage.thread(STORE, () -> seen[0] = waitsAndSees(segment, ONE));
        stage.check(() ->
            assertThat(seen[0] || segment.words.getPlain(MAIL) == 1)
                .as("the store saw the seal, or is told")
                .isTrue());
      };

  /** Somebody waits already; the store answers a doorbell while a second seal goes on. */
  private static Scenario answering(int secondSlot) {
    return stage -> {
      TinySegment segment = new TinySegment(stage, 2);
      SharedWords words = segment.words;
      stage.name(MAIL, "mail");
      words.putPlain(HeaderLayout.INTEREST, 1);
      long one = segment.putCreated(0, ONE, 0);
      long two = segment.putCreated(1, TWO, secondSlot);
      Set<Long> heard = new HashSet<>();
      stage.thread(CLIENT, () -> sealBoth(segment, one, two, secondSlot));
      stage.thread(STORE, () -> answer(segment, heard));
      stage.check(() -> drain(segment, heard, words.getPlain(MAIL) > 0));
      stage.check(() -> assertThat(heard).containsExactlyInAnyOrder(one, two));
    };
  }

  private static void sealBoth(TinySegment segment, long one, long two, int secondSlot) {
    seal(segment, 0, one);
    seal(segment, secondSlot, two);
  }

  /** Takes the mail that is there, as often as there may be mail. */
  private static void answer(TinySegment segment, Set<Long> heard) {
    for (int turn = 0; turn < 2; turn++) {
      boolean rung = segment.words.getAndSet(MAIL, 0) > 0;
      if (rung) {
        segment.signals.answerDoorbell();
      }
      drain(segment, heard, rung);
    }
  }

  private static void drain(TinySegment segment, Set<Long> heard, boolean rung) {
    for (int slot = 0; rung && slot < 2; slot++) {
      long ref = segment.ring(slot).poll();
      while (ref != ObjectRef.NONE) {
        heard.add(ref);
        ref = segment.ring(slot).poll();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Model.class)
  void shouldWakeWhoeverBeginsToWait(Model model) {
    model.proveSafe("seal against a get that begins to wait", INTEREST);
  }

  @ParameterizedTest
  @EnumSource(Model.class)
  void shouldHearEverySealWhileItAnswersADoorbell(Model model) {
    model.proveSafe("seal against the answer to a doorbell", answering(0));
    model.proveSafe("seal of another client against the answer to a doorbell", answering(1));
  }

  /** What does not ring because a doorbell is on its way must be seen by whoever answers that. */
  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      names = {"WEAK", "FENCING"})
  void shouldLoseASealWithoutTheClientsFence(Model model) {
    Broken.show(
        "sealing without the client's fence on " + model,
        () -> model.explorer(answering(0)).ignoreFencesOf(CLIENT));
  }

  @ParameterizedTest
  @EnumSource(Model.class)
  void shouldLoseASealWithoutTheStoresFence(Model model) {
    Broken.show(
        "answering a doorbell without the store's fence on " + model,
        () -> model.explorer(answering(0)).ignoreFencesOf(STORE));
  }
}
