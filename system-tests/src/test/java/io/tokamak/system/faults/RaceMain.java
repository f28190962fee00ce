// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.faults;

import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ObjectExistsException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One of two processes that create the same ids, round by round; they start each round together, as
 * each waits for the other's mark of the last. Arguments: socket, own number, rounds. Small objects
 * are created in the lease, every eighth by message. Each fills its objects with its number.
 */
final class RaceMain {
  static final String WON = "won ";
  static final int SMALL = 1000;
  static final int LARGE = 300_000;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private RaceMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    int self = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    int won = 0;
    try (ObjectStoreClient client =
        Tokamak.builder().socket(Path.of(arguments[0])).name("racer " + self).connect()) {
      for (int round = 0; round < rounds; round++) {
        client.put(mark(round, self), new byte[0]);
        client.get(mark(round, 1 - self), PATIENCE).close();
        won += create(client, round, self) ? 1 : 0;
      }
      System.out.println(WON + won);
    }
  }

  static ObjectId prize(int round) {
    return ObjectId.named("prize " + round);
  }

  static int length(int round) {
    return round % 8 == 7 ? LARGE : SMALL;
  }

  private static ObjectId mark(int round, int racer) {
    return ObjectId.named("mark " + round + " of " + racer);
  }

  private static boolean create(ObjectStoreClient client, int round, int self) {
    try (ObjectBuilder builder = client.create(prize(round), length(round))) {
      builder.data().fill((byte) (self + 1));
      builder.seal();
      return true;
    } catch (ObjectExistsException lost) {
      return false;
    }
  }
}
