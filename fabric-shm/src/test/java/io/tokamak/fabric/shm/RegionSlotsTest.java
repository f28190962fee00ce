// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.memory.words.SharedWords;
import io.tokamak.testkit.explore.Exploration;
import io.tokamak.testkit.explore.Explorer;
import io.tokamak.testkit.explore.Scenario;
import io.tokamak.testkit.explore.Stage;
import org.junit.jupiter.api.Test;

/** The real code of the slots in every interleaving of an owner and a peer. */
final class RegionSlotsTest {
  private static final long DATA = 2 * TableLayout.LENGTH;
  private static final long FILE = 3;
  private static final long OTHER_FILE = 4;
  private static final long OLD = 41;
  private static final long NEXT = 42;
  private static final long WRITTEN = 43;
  private static final int REGION = 5;

  private static RegionSlots ownersTable(SharedWords words) {
    return new RegionSlots(new Part(words, 0));
  }

  private static RegionSlots peersTable(SharedWords words) {
    return new RegionSlots(new Part(words, TableLayout.LENGTH));
  }

  private static RegionSlots registered(Stage stage) {
    stage.name(DATA, "data");
    stage.words().putPlain(DATA, OLD);
    RegionSlots owner = ownersTable(stage.words());
    owner.open(REGION, 1, Access.WRITE, FILE, 0, 8);
    return owner;
  }

  /** The owner uses memory and slot for something else while a peer reads. */
  private static Scenario reading(boolean looksAgain) {
    return stage -> {
      RegionSlots owner = registered(stage);
      SharedWords words = stage.words();
      long[] seen = new long[2];
      stage.thread(
          "owner",
          () -> {
            owner.close(REGION, 1);
            words.putPlain(DATA, NEXT);
            owner.open(REGION, 2, Access.READ, OTHER_FILE, 0, 8);
          });
      stage.thread(
          "peer",
          () -> {
            RegionSlots.Found found = new RegionSlots.Found();
            seen[0] = OLD;
            seen[1] = FILE;
            if (owner.find(REGION, 1, found)) {
              seen[1] = found.file;
              long read = words.getPlain(DATA);
              seen[0] = !looksAgain || owner.isStillOpen(found) ? read : OLD;
            }
          });
      stage.check(() -> assertThat(seen).containsExactly(OLD, FILE));
    };
  }

  /** The owner uses memory for something else while a peer writes. */
  private static Scenario writing(boolean says) {
    return stage -> {
      RegionSlots owner = registered(stage);
      SharedWords words = stage.words();
      RegionSlots peer = peersTable(words);
      long ticket = RegionSlots.ticket(REGION, 1);
      stage.raceFree(DATA, 8);
      stage.thread(
          "owner",
          () -> {
            owner.close(REGION, 1);
            while (peer.isWriting(ticket)) {
              Thread.onSpinWait();
            }
            words.putPlain(DATA, NEXT);
          });
      stage.thread(
          "peer",
          () -> {
            if (says) {
              peer.beginWrite(ticket);
            }
            if (owner.find(REGION, 1, new RegionSlots.Found())) {
              words.putPlain(DATA, WRITTEN);
            }
            peer.endWrite();
          });
      stage.check(() -> assertThat(words.getPlain(DATA)).isEqualTo(NEXT));
    };
  }

  private static Exploration explore(Scenario scenario) {
    return Explorer.of(scenario).waitOnSpins().explore();
  }

  @Test
  void shouldFindStaleWhatWasReadOfSomethingElse() {
    explore(reading(true)).assertSafe();
  }

  @Test
  void shouldHaveNoWriteAfterTheOwnerHasWaited() {
    explore(writing(true)).assertSafe();
  }

  @Test
  void shouldNeedEachOfItsParts() {
    assertThat(explore(reading(false)).violations()).isNotEmpty();
    assertThat(explore(writing(false)).violations()).isNotEmpty();
    for (String thread : new String[] {"owner", "peer"}) {
      Explorer unfenced = Explorer.of(writing(true)).waitOnSpins().ignoreFencesOf(thread);
      assertThat(unfenced.explore().violations())
          .as("without fences of the " + thread)
          .isNotEmpty();
    }
  }

  @Test
  void shouldFindOneGenerationOnly() {
    Explorer.of(
            stage -> {
              RegionSlots owner = registered(stage);
              RegionSlots.Found found = new RegionSlots.Found();
              stage.thread("nobody", () -> {});
              stage.check(() -> {
                assertThat(owner.find(REGION, 0, found)).isFalse();
                assertThat(owner.find(REGION, 2, found)).isFalse();
                assertThat(owner.find(REGION + 1, 1, found)).isFalse();
                assertThat(owner.find(-1, 1, found)).isFalse();
                assertThat(owner.find(TableLayout.REGIONS, 1, found)).isFalse();
                assertThat(owner.find(REGION, 1, found)).isTrue();
                assertThat(found.access()).isEqualTo(Access.WRITE);
                assertThat(RegionSlots.ticket(0, 0)).isNotZero();
              });
            })
        .explore()
        .assertSafe();
  }
}
