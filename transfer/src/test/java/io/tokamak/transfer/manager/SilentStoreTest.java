// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tokamak.testkit.simulation.Semantics;
import io.tokamak.transfer.FetchOutcome;
import io.tokamak.transfer.Priority;
import io.tokamak.transfer.Protocol;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.DisconnectedException;
import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.error.StoreTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store that does not answer its manager for a while costs time, never a call its answer. */
final class SilentStoreTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  private final TestCluster cluster = new TestCluster(Semantics.tcp());
  private Member holder;
  private Member receiver;

  @BeforeEach
  void begin() {
    holder = cluster.member("holder");
    receiver = cluster.member("receiver");
  }

  private static void silence(Member member) {
    member.store.silence = new StoreTimeoutException("the store did not answer, for a test");
  }

  private void speak(Member member) {
    member.store.silence = null;
    member.node.fabric().wakeUp();
  }

  @Test
  void shouldTellOfEachOfTenThousandWhenOneQuestionIsNotAnswered() {
    List<ObjectId> ids = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      ids.add(TestCluster.id("nobody has " + i));
    }
    ObjectId last = cluster.put(holder, "object", 10);
    ids.set(9_999, last);
    silence(receiver);
    receiver.store.answers = 7_849;

    Outcomes outcomes =
        cluster.fetch(receiver, Priority.GET, null, SHORT, ids.toArray(ObjectId[]::new));
    speak(receiver);
    cluster.until(() -> outcomes.count() == 10_000);

    assertThat(outcomes.ids).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(outcomes.all.get(outcomes.ids.indexOf(last)))
        .isInstanceOf(FetchOutcome.Arrived.class);
    cluster.assertAtBase();
  }

  @Test
  void shouldLandWhenTheStoreAnswersAgain() {
    ObjectId id = cluster.put(holder, "object", 1000);
    silence(receiver);
    Outcomes outcomes = cluster.fetch(receiver, null, id);
    cluster.world.runFor(SHORT);
    assertThat(outcomes.count()).isZero();

    speak(receiver);
    cluster.until(() -> outcomes.count() == 1);

    outcomes.arrived();
    assertThat(receiver.manager.counters().get("store-failures")).isPositive();
    assertThat(cluster.board.doubts).isZero();
    cluster.assertAtBase();
  }

  @Test
  void shouldSayAtTheDeadlineThatTheStoreDidNotAnswer() {
    ObjectId id = cluster.put(holder, "object", 1000);
    silence(receiver);

    Outcomes outcomes = cluster.fetch(receiver, Priority.GET, null, SHORT, id);
    cluster.until(() -> outcomes.count() == 1);

    assertThat(outcomes.failed().why()).contains("the store did not answer, for a test");
    speak(receiver);
    cluster.assertAtBase();
  }

  /** Whichever question it is: whether it is here, the object to write, its seal. */
  @Test
  void shouldArriveWhicheverQuestionIsNotAnswered() {
    for (int answers = 0; answers < 4; answers++) {
      ObjectId id = cluster.put(holder, "object " + answers, 1000);
      receiver.store.silence = new DisconnectedException("the session has ended, for a test");
      receiver.store.answers = answers;
      Outcomes outcomes = cluster.fetch(receiver, null, id);
      cluster.world.runFor(Duration.ofMillis(100));
      speak(receiver);

      cluster.until(() -> outcomes.count() == 1);
      outcomes.arrived();
    }
    cluster.assertAtBase();
  }

  /** Of something that was sealed here meanwhile, which the store could not be asked about. */
  @Test
  void shouldNoticeWhatIsHereOnceTheStoreAnswersAgain() {
    ObjectId id = TestCluster.id("object");
    silence(receiver);
    Outcomes outcomes = cluster.fetch(receiver, null, id);
    receiver.store.answers = 2; // a create and a seal of a client
    receiver.store.put(id, new byte[10], new byte[0]);
    cluster.world.runFor(SHORT);
    assertThat(outcomes.count()).isZero();

    speak(receiver);
    cluster.until(() -> outcomes.count() == 1);

    assertThat(outcomes.all).containsExactly(new FetchOutcome.Present());
    cluster.assertAtBase();
  }

  @Test
  void shouldAnswerReceiversThatItIsBusy() {
    ObjectId id = cluster.put(holder, "object", 1000);
    silence(holder);
    Outcomes outcomes = cluster.fetch(receiver, Protocol.EAGER, id);
    cluster.world.runFor(SHORT);
    assertThat(outcomes.count()).isZero();
    assertThat(receiver.spy.disconnects).isEmpty();

    speak(holder);
    cluster.until(() -> outcomes.count() == 1);

    outcomes.arrived();
    assertThat(cluster.board.doubts).isZero();
    cluster.assertAtBase();
  }

  @Test
  void shouldSayThatNothingWasDeleted() {
    ObjectId id = cluster.put(holder, "object", 10);
    List<String> heard = new ArrayList<>();
    silence(holder);
    silence(receiver);

    receiver.manager.deleteEverywhere(
        List.of(id),
        receiver.node.nowNs() + SHORT.toNanos(),
        (copies, failures) -> heard.add(copies + " " + failures));
    receiver.node.fabric().wakeUp();
    cluster.until(() -> !heard.isEmpty());

    assertThat(heard.getFirst())
        .startsWith("0 [")
        .contains(receiver.ref() + ": its store did not answer")
        .contains(holder.ref() + ": its store did not answer");
    speak(holder);
    speak(receiver);
    cluster.assertAtBase();
  }

  @Test
  void shouldSayWhyNothingIsPushed() {
    ObjectId id = cluster.put(holder, "object", 10);
    Outcomes outcomes = new Outcomes();
    silence(holder);

    holder.manager.push(
        List.of(id), receiver.ref(), holder.node.nowNs() + SHORT.toNanos(), outcomes);

    assertThat(outcomes.failed().code()).isEqualTo(ErrorCode.TIMEOUT);
    speak(holder);
    cluster.assertAtBase();
  }

  /** A defect of the store: the one object fails, and nothing else stays behind. */
  @Test
  void shouldFailAloneWhenCreatingFailsAsItNeverShould() {
    ObjectId id = cluster.put(holder, "object", 10);
    ObjectId other = cluster.put(holder, "other", 10);
    receiver.store.silence = new IllegalStateException("a defect, for a test");
    receiver.store.answers = 1;
    Outcomes outcomes = cluster.fetch(receiver, null, id);

    assertThatIllegalStateException()
        .isThrownBy(() -> cluster.until(() -> outcomes.count() == 1))
        .withMessage("a defect, for a test");
    receiver.store.silence = null;

    assertThat(outcomes.failed().why()).contains("a defect, for a test");
    cluster.fetchAndWait(receiver, null, other).arrived();
    cluster.assertAtBase();
  }
}
