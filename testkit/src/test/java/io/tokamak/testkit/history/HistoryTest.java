// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.testkit.clock.ManualClock;
import io.tokamak.testkit.history.History.Pin;
import io.tokamak.testkit.history.History.Wait;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final long GRACE_NS = 10;
  private static final byte[] BYTES = {1, 2, 3};
  private static final byte[] OTHERS = {1, 2, 4};

  private final ManualClock clock = new ManualClock(1000);
  private final History history = new History(clock, GRACE_NS);

  private Wait begun() {
    return history.waits("b", "x", clock.getAsLong() + 100);
  }

  @Test
  void shouldAcceptALifeAsItShouldBe() {
    history.base("pins", 0);
    history.sealed("x", BYTES);
    begun().ended(Outcome.PRESENT, BYTES);
    Pin pin = history.pins("b", "x", BYTES);
    clock.advanceNs(5);
    pin.reads(BYTES);
    pin.unpinned();
    history.deleted("x");
    clock.advanceNs(1);
    begun().ended(Outcome.ABSENT, null);
    history.atRest(Map.of("pins", 0L));

    history.assertSound();
  }

  @Test
  void shouldFindWrongBytes() {
    history.sealed("x", BYTES);
    begun().ended(Outcome.PRESENT, OTHERS);

    assertFound("these are not the sealed bytes");
  }

  @Test
  void shouldFindMissingBytes() {
    history.sealed("x", BYTES);
    begun().ended(Outcome.PRESENT, null);

    assertFound("these are not the sealed bytes");
  }

  @Test
  void shouldFindAnObjectNobodySealed() {
    begun().ended(Outcome.PRESENT, BYTES);

    assertFound("nothing was sealed");
  }

  @Test
  void shouldFindAnObjectSeenBeforeItsSeal() {
    begun().ended(Outcome.PRESENT, BYTES);
    clock.advanceNs(1);
    history.sealed("x", BYTES);

    assertFound("nothing was sealed");
  }

  @Test
  void shouldFindADeletedObject() {
    history.sealed("x", BYTES);
    history.deleted("x");
    clock.advanceNs(1);
    begun().ended(Outcome.PRESENT, BYTES);

    assertFound("it was deleted before");
  }

  @Test
  void shouldAcceptAnObjectDeletedWhileItWasFetched() {
    history.sealed("x", BYTES);
    Wait wait = begun();
    clock.advanceNs(1);
    history.deleted("x");
    wait.ended(Outcome.PRESENT, BYTES);

    history.assertSound();
  }

  @Test
  void shouldTellLivesOfAnIdApart() {
    history.sealed("x", BYTES);
    history.deleted("x");
    clock.advanceNs(1);
    history.sealed("x", OTHERS);
    begun().ended(Outcome.PRESENT, OTHERS);
    history.assertSound();
    begun().ended(Outcome.PRESENT, BYTES);

    assertFound("it was deleted before");
  }

  @Test
  void shouldAcceptEitherOfTwoObjectsWithOneId() {
    history.sealed("x", BYTES);
    history.sealed("x", OTHERS);
    begun().ended(Outcome.PRESENT, BYTES);
    begun().ended(Outcome.PRESENT, OTHERS);

    history.assertSound();
  }

  @Test
  void shouldAcceptALateCopyOfADeletedObject() {
    history.sealed("x", BYTES);
    history.deleted("x");
    clock.advanceNs(1);
    history.copied("b", "x", BYTES);
    history.assertSound();
    history.copied("b", "x", OTHERS);

    assertFound("these are not the sealed bytes");
  }

  @Test
  void shouldFindAWaitThatEndsLate() {
    Wait wait = begun();
    clock.advanceNs(100 + GRACE_NS);
    history.assertSound();
    clock.advanceNs(1);
    wait.ended(Outcome.FAILED, null);

    assertFound("ended past its deadline");
  }

  @Test
  void shouldFindAWaitThatNeverEnds() {
    begun();
    clock.advanceNs(101 + GRACE_NS);

    assertFound("still waits");
  }

  @Test
  void shouldFindAWaitThatEndsTwice() {
    Wait wait = begun();
    wait.ended(Outcome.ABSENT, null);
    wait.ended(Outcome.ABSENT, null);

    assertFound("ended twice");
  }

  @Test
  void shouldFindAPinnedObjectThatChanges() {
    history.sealed("x", BYTES);
    history.pins("b", "x", BYTES).reads(OTHERS);

    assertFound("it changed to");
  }

  @Test
  void shouldFindAPinnedObjectThatIsGone() {
    history.sealed("x", BYTES);
    history.pins("b", "x", BYTES).reads(null);

    assertFound("cannot read x");
  }

  @Test
  void shouldFindAPinnedObjectThatWasWrongFromTheStart() {
    history.sealed("x", BYTES);
    history.pins("b", "x", OTHERS);

    assertFound("these are not the sealed bytes");
  }

  @Test
  void shouldFindAPinLetGoTwice() {
    history.sealed("x", BYTES);
    Pin pin = history.pins("b", "x", BYTES);
    pin.unpinned();
    pin.reads(null); // no longer its business
    history.assertSound();
    pin.unpinned();

    assertFound("unpinned x twice");
  }

  @Test
  void shouldFindACounterThatDoesNotReturn() {
    history.base("regions", 1);
    history.atRest(Map.of("regions", 2L, "bytes", 77L));

    assertFound("counter regions is 2 at rest, its base is 1");
  }

  @Test
  void shouldForgiveTheDead() {
    history.sealed("x", BYTES);
    begun();
    Pin pin = history.pins("b", "x", BYTES);
    history.died("b");
    clock.advanceNs(1000);
    pin.reads(null);

    history.assertSound();
  }

  private void assertFound(String what) {
    assertThat(history.violations()).singleElement().asString().contains(what);
    assertThatThrownBy(history::assertSound)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(what);
  }
}
