// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.faults;

import io.tokamak.client.ClientsOverWords;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.memory.words.SharedWords;
import io.tokamak.system.faults.Script.Kind;
import io.tokamak.testkit.fault.DyingWords;
import io.tokamak.testkit.fault.DyingWords.Moment;
import io.tokamak.testkit.fault.StepReached;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Many sessions, each stuck at another of its stores to shared memory; then the process waits to be
 * killed. Arguments: socket, kind of script, how many mutations it has, the first session's number,
 * how many sessions. Session s is stuck at mutation s modulo the script's length, before it when
 * the quotient is even and after it when it is odd; the last ones may reach their end, as a store
 * is left out now and then (see AccessClock).
 *
 * <p>With 0 for the script's length it only counts: one session plays to its end.
 */
final class DyingSessionsMain {
  static final String MUTATIONS = "mutations ";
  static final String STUCK = "stuck ";

  private final Path socket;
  private final List<Object> kept = new ArrayList<>();

  private final Kind kind;

  private DyingSessionsMain(Path socket, Kind kind) {
    this.socket = socket;
    this.kind = kind;
  }

  public static void main(String[] arguments) throws InterruptedException {
    DyingSessionsMain process =
        new DyingSessionsMain(Path.of(arguments[0]), Kind.valueOf(arguments[1]));
    int length = Integer.parseInt(arguments[2]);
    int first = Integer.parseInt(arguments[3]);
    int count = Integer.parseInt(arguments[4]);
    if (length == 0) {
      System.out.println(MUTATIONS + process.count());
    } else {
      process.getStuck(length, first, count);
      System.out.println(STUCK + count);
    }
    new CountDownLatch(1).await();
  }

  private long count() throws InterruptedException {
    Words words = new Words(Long.MAX_VALUE, Moment.BEFORE);
    play(words, "counting");
    return words.dying().mutations();
  }

  private void getStuck(int length, int first, int count) throws InterruptedException {
    for (int session = first; session < first + count; session++) {
      Moment moment = session / length % 2 == 0 ? Moment.BEFORE : Moment.AFTER;
      Words words = new Words(session % length + 1L, moment);
      try {
        play(words, "session " + session);
        kept.add("came to its end");
      } catch (StepReached stuck) {
        kept.add(stuck);
      }
    }
  }

  private void play(Words words, String name) throws InterruptedException {
    ObjectStoreClient client = ClientsOverWords.connect(socket, name, words::between);
    Script script = new Script(client, name);
    kept.add(script);
    script.play(kind);
  }

  /** Makes the dying words when the client has mapped the others. */
  private static final class Words {
    private final long deadlyMutation;
    private final Moment moment;
    private final List<DyingWords> made = new ArrayList<>();

    Words(long deadlyMutation, Moment moment) {
      this.deadlyMutation = deadlyMutation;
      this.moment = moment;
    }

    SharedWords between(SharedWords words) {
      made.add(new DyingWords(words, deadlyMutation, moment));
      return made.getLast();
    }

    DyingWords dying() {
      return made.getLast();
    }
  }
}
