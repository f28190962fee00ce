// SPDX-License-Identifier: Apache-2.0
package io.tokamak.concurrency.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.layout.BlockLength;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.slot.Creation;
import io.tokamak.memory.slot.LeaseCursor;
import io.tokamak.memory.table.ObjectTable;
import io.tokamak.testkit.explore.Scenario;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients that create by themselves, in entries and memory the store granted them: against each
 * other, and against the store that takes the lease back.
 */
class CreationTest {
  private static final TinyId ID = new TinyId(5);
  private static final int GRANULE = BlockLength.GRANULE;

  private static long create(TinySegment segment, int slot, int entry, TinyId id, long leaseEnd) {
    long offset =
        segment.creation(slot).create(entry, id.word0(), 0, 0, Long.BYTES, 0, leaseEnd, 1);
    if (offset >= 0) {
      segment.words.putPlain(segment.geometry.dataOffset() + offset, id.word0());
    }
    return offset;
  }

  /** Client {@code n} has entry and granule number {@code n}. */
  private static final Scenario TWO_CREATORS =
      stage -> {
        TinySegment segment = new TinySegment(stage, 2);
        segment.lease(0).open(0);
        segment.lease(1).open(GRANULE);
        long[] offset = new long[2];
        stage.thread("client 0", () -> offset[0] = create(segment, 0, 0, ID, GRANULE));
        stage.thread("client 1", () -> offset[1] = create(segment, 1, 1, ID, 2 * GRANULE));
        stage.check(() -> checkOneWinner(segment, offset));
      };

  private static void checkOneWinner(TinySegment segment, long[] offset) {
    int winner = offset[0] >= 0 ? 0 : 1;
    int loser = 1 - winner;
    assertThat(offset[winner]).isEqualTo((long) winner * GRANULE);
    assertThat(offset[loser]).isEqualTo(Creation.DUPLICATE);
    assertThat(ObjectRef.entry(segment.find(ID))).isEqualTo(winner);
    assertThat(Control.state(segment.entries.control(loser))).isEqualTo(Control.EMPTY);
    assertThat(segment.lease(loser).position()).isEqualTo((long) loser * GRANULE);
  }

  /** A reader looks for the id meanwhile: what it finds is what the winner made, whole. */
  private static final Scenario TWO_CREATORS_AND_A_READER =
      stage -> {
        TinySegment segment = new TinySegment(stage, 2);
        segment.lease(0).open(0);
        segment.lease(1).open(GRANULE);
        long[] offset = new long[2];
        long[] found = new long[1];
        stage.thread("client 0", () -> offset[0] = create(segment, 0, 0, ID, GRANULE));
        stage.thread("client 1", () -> offset[1] = create(segment, 1, 1, ID, 2 * GRANULE));
        stage.thread("reader", () -> found[0] = segment.find(ID));
        stage.check(() -> checkOneWinner(segment, offset));
        stage.check(() -> assertThat(found[0]).isIn(ObjectTable.ABSENT, segment.find(ID)));
      };

  /** The store uses what it took back at once. */
  private static final Scenario LEASE_CLOSES =
      stage -> {
        TinySegment segment = new TinySegment(stage, 2);
        segment.lease(0).open(0);
        long[] offset = new long[1];
        long[] closedAt = new long[1];
        stage.thread("client", () -> offset[0] = create(segment, 0, 0, ID, GRANULE));
        stage.thread("store", () -> closedAt[0] = closeAndReuse(segment));
        stage.check(() -> checkBlockHasOneOwner(segment, offset[0], closedAt[0]));
      };

  private static long closeAndReuse(TinySegment segment) {
    long position = segment.lease(0).close();
    if (position == 0) {
      segment.words.putPlain(segment.dataWord(0), TinySegment.SCRIBBLE);
    }
    return position;
  }

  private static void checkBlockHasOneOwner(TinySegment segment, long offset, long closedAt) {
    boolean created = offset == 0;
    assertThat(closedAt).isEqualTo(created ? GRANULE : 0);
    assertThat(segment.words.getPlain(segment.dataWord(0)))
        .isEqualTo(created ? ID.word0() : TinySegment.SCRIBBLE);
    assertThat(segment.find(ID) != ObjectRef.NONE).isEqualTo(created);
    assertThat(Control.state(segment.entries.control(0)))
        .isEqualTo(created ? Control.CREATED : Control.EMPTY);
  }

  /** The id is taken, so the client gives the block back, unless the store closed the lease. */
  private static final Scenario LEASE_CLOSES_ON_A_DUPLICATE =
      stage -> {
        TinySegment segment = new TinySegment(stage, 2);
        segment.putSealed(1, ID);
        segment.lease(0).open(0);
        boolean[] stranded = new boolean[1];
        long[] closedAt = new long[1];
        stage.thread("client", () -> stranded[0] = createsInVain(segment));
        stage.thread("store", () -> closedAt[0] = closeAndReuse(segment));
        stage.check(() -> assertThat(stranded[0]).isEqualTo(closedAt[0] == GRANULE));
        stage.check(() -> assertThat(closedAt[0]).isIn(0L, (long) GRANULE));
        stage.check(() -> assertThat(ObjectRef.entry(segment.find(ID))).isEqualTo(1));
      };

  private static boolean createsInVain(TinySegment segment) {
    assertThat(create(segment, 0, 0, ID, GRANULE)).isIn(Creation.DUPLICATE, Creation.NO_SPACE);
    return segment.creation(0).isStranded(0);
  }

  /**
   * Two leases in a row: the cursor that a client read of the first is worth nothing in the second.
   */
  private static final Scenario LEASE_MOVES =
      stage -> {
        TinySegment segment = new TinySegment(stage, 2);
        segment.lease(0).open(0);
        long[] offset = new long[1];
        long[] closedAt = new long[1];
        stage.thread("client", () -> offset[0] = create(segment, 0, 0, ID, GRANULE));
        stage.thread("store", () -> closedAt[0] = moveLease(segment));
        stage.check(() -> assertThat(offset[0] == 0).isEqualTo(closedAt[0] == GRANULE));
      };

  private static long moveLease(TinySegment segment) {
    long position = segment.lease(0).close();
    segment.lease(0).open(GRANULE);
    return position;
  }

  @ParameterizedTest
  @EnumSource(Model.class)
  void shouldLetOneOfTwoCreatorsWin(Model model) {
    model.proveSafe("two creators of one id", TWO_CREATORS);
  }

  @ParameterizedTest
  @EnumSource(Model.class)
  void shouldShowReadersTheWinnerOnly(Model model) {
    model.proveSafe("two creators of one id and a reader", TWO_CREATORS_AND_A_READER);
  }

  @ParameterizedTest
  @EnumSource(Model.class)
  void shouldGiveEachByteToOneOwnerWhenALeaseIsTakenBack(Model model) {
    for (Scenario scenario : List.of(LEASE_CLOSES, LEASE_CLOSES_ON_A_DUPLICATE, LEASE_MOVES)) {
      model.proveSafe("create against the end of the lease", scenario);
    }
  }

  /** With a store and no compare-and-set the block would go to both. */
  @ParameterizedTest
  @EnumSource(Model.class)
  void shouldBeBrokenWhenTheCursorMovesWithoutCompareAndSet(Model model) {
    Broken.show(
        "a lease whose cursor is simply stored",
        () ->
            model.explorer(stage -> {
              TinySegment segment = new TinySegment(stage, 2);
              LeaseCursor lease = segment.lease(0);
              lease.open(0);
              long[] closedAt = new long[1];
              stage.thread("client", () -> takeCarelessly(lease));
              stage.thread("store", () -> closedAt[0] = lease.close());
              stage.check(() -> assertThat(closedAt[0]).isEqualTo(GRANULE));
            }));
  }

  private static void takeCarelessly(LeaseCursor lease) {
    if (lease.position() == 0) {
      lease.open(GRANULE);
    }
  }
}
