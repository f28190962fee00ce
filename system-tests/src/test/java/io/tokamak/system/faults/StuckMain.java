// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.faults;

import io.tokamak.client.ClientsOverWords;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.testkit.fault.DyingWords;
import io.tokamak.testkit.fault.DyingWords.Moment;
import io.tokamak.testkit.fault.StepReached;
import io.tokamak.wire.ObjectId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A process that holds an object pinned and has sessions stuck at every step of creating {@link
 * #WANTED}; it is stopped or killed then. Arguments: socket, id of the object to hold.
 */
final class StuckMain {
  static final String STUCK = "stuck ";
  static final ObjectId WANTED = ObjectId.named("wanted");

  private StuckMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    Path socket = Path.of(arguments[0]);
    List<Object> kept = new ArrayList<>();
    ObjectStoreClient holder = Tokamak.builder().socket(socket).name("stopped").connect();
    ObjectHandle held = holder.get(ObjectId.fromHex(arguments[1]));
    kept.add(held);
    int steps = 0;
    while (sticks(socket, steps + 1, kept)) {
      steps++;
    }
    System.out.println(STUCK + steps);
    new CountDownLatch(1).await();
  }

  private static boolean sticks(Path socket, int step, List<Object> kept) {
    try {
      ObjectStoreClient client =
          ClientsOverWords.connect(
              socket, "stuck " + step, words -> new DyingWords(words, step, Moment.BEFORE));
      kept.add(client);
      kept.add(client.create(WANTED, 500));
      return false;
    } catch (StepReached stuck) {
      return true;
    }
  }
}
