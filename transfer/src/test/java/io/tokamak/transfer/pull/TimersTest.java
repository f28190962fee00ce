// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.NodeRef;
import io.tokamak.transfer.TransferRecord.Phase;
import io.tokamak.transfer.record.TransferLog;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TimersTest {
  private static final long NEVER = Long.MAX_VALUE;

  private final Timers timers = new Timers();
  private final TransferLog log = new TransferLog(new NodeRef(1, 1), () -> 0, () -> 0);
  private final List<Pull> due = new ArrayList<>();

  @Test
  void shouldTellWhoIsDueInOrder() {
    Pull late = pull();
    Pull early = pull();
    timers.set(late, 20);
    timers.set(early, 10);

    assertThat(timers.nextNs(NEVER)).isEqualTo(10);
    assertThat(timers.due(9, due::add)).isZero();
    assertThat(timers.due(20, due::add)).isEqualTo(2);
    assertThat(due).containsExactly(early, late);
    assertThat(timers.nextNs(NEVER)).isEqualTo(NEVER);
  }

  @Test
  void shouldCountOnlyTheLastTimerOfEach() {
    Pull pull = pull();
    timers.set(pull, 10);
    timers.set(pull, 20);

    assertThat(timers.due(19, due::add)).isZero();
    assertThat(timers.due(20, due::add)).isEqualTo(1);
    assertThat(pull.timer()).isNull();
  }

  @Test
  void shouldKeepNothingOfWhoIsCleared() {
    Pull pull = pull();
    timers.set(pull, 10);

    timers.clear(pull);
    timers.clear(pull);

    assertThat(timers.nextNs(NEVER)).isEqualTo(NEVER);
    assertThat(pull.timer()).isNull();
  }

  @Test
  void shouldLetWhoIsDueSetAnother() {
    Pull pull = pull();
    timers.set(pull, 10);

    timers.due(10, one -> timers.set(one, 30));

    assertThat(timers.nextNs(NEVER)).isEqualTo(30);
  }

  private Pull pull() {
    ObjectId id = ObjectId.fromWords(0, 0, due.size());
    return new Pull(id, log.begin(id, true, Phase.DIRECTORY));
  }
}
