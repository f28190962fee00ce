// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.system.process.ChildProcess;
import io.tokamak.system.process.SharedStore;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two processes create one id, thousands of times: one wins each time, the other is told. */
class CreateRaceTest {
  private static final int ROUNDS = 3000;

  @RegisterExtension static final SharedStore STORE = new SharedStore(256 << 20);

  @Test
  void shouldLetExactlyOneProcessCreateAnId() {
    int won = 0;
    try (ChildProcess one = racer(0);
        ChildProcess two = racer(1)) {
      int wonByOne = Integer.parseInt(one.await(RaceMain.WON));
      won = wonByOne + Integer.parseInt(two.await(RaceMain.WON));
      System.out.printf("%d races, %d won by the first process%n", ROUNDS, wonByOne);
      one.finish();
      two.finish();
    }
    assertThat(won).isEqualTo(ROUNDS);
    ObjectStoreClient client = STORE.client();
    for (int round = 0; round < ROUNDS; round++) {
      checkWhole(client, round);
    }
  }

  private static ChildProcess racer(int number) {
    return ChildProcess.start(
        RaceMain.class, List.of(STORE.socket().toString(), "" + number, "" + ROUNDS));
  }

  private static void checkWhole(ObjectStoreClient client, int round) {
    try (ObjectHandle handle = client.get(RaceMain.prize(round))) {
      assertThat(handle.length()).isEqualTo(RaceMain.length(round));
      byte winner = handle.byteAt(0);
      assertThat(winner).isBetween((byte) 1, (byte) 2);
      assertThat(handle.toByteArray()).containsOnly(winner);
    }
  }
}
