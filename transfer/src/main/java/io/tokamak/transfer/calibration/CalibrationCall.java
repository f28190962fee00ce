// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.calibration;

import io.tokamak.directory.Location;
import io.tokamak.fabric.NodeRef;
import io.tokamak.transfer.CalibrationOutcome;
import io.tokamak.transfer.Call;
import io.tokamak.transfer.CostTable;
import io.tokamak.transfer.CostTable.Row;
import io.tokamak.transfer.FetchOptions;
import io.tokamak.transfer.FetchOutcome;
import io.tokamak.transfer.Priority;
import io.tokamak.transfer.Protocol;
import io.tokamak.transfer.choice.CostModel;
import io.tokamak.transfer.cluster.Pushes.Fetcher;
import io.tokamak.transfer.cluster.Reaching;
import io.tokamak.transfer.context.Alarms.Alarm;
import io.tokamak.transfer.context.Context;
import io.tokamak.transfer.link.Correspondent;
import io.tokamak.transfer.link.Link;
import io.tokamak.transfer.message.Scratch;
import io.tokamak.transfer.message.TransferType;
import io.tokamak.transfer.record.Counter;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.TokamakException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Measures all protocols against a peer. For each size the peer makes an object; this node fetches
 * it by each protocol in turn, several times around, and takes the lower quartile of each: what
 * disturbs a measurement makes it longer, never shorter. Before that the smallest object goes
 * around some hundred times: on a node that has just started, code that is not compiled yet would
 * cost more than any protocol. Sizes that do not fit into the two stores are left out.
 */
public final class CalibrationCall implements Call, Correspondent, Reaching.Reached {
  private static final Protocol[] PROTOCOLS = Protocol.values();
  private static final int FIRST_WARM_ROUNDS = 400;
  private static final int WARM_ROUNDS = 2;
  private static final int MOST_ROUNDS = 31;
  private static final int LEAST_ROUNDS = 3;
  private static final long BYTES_A_SIZE = 256L << 20;
  private static final double NS_PER_MICRO = 1000;

  private final Context context;
  private final Fetcher fetcher;
  private final UnaryOperator<CostTable> install;
  private final Consumer<CalibrationOutcome> listener;
  private final long deadlineNs;
  private final Alarm alarm;
  private final List<Row> rows = new ArrayList<>();
  private @Nullable Link link;
  private @Nullable Call fetch;
  private @Nullable Scratch object;
  private double[][] samples = new double[0][];
  private long number;
  private boolean isAsked;
  private int size;
  private int step;
  private long beganNs;
  private boolean over;

  /**
   * Begins.
   *
   * @param install puts what was measured into force, and returns all that is
   */
  public CalibrationCall(
      Context context,
      Reaching reaching,
      Fetcher fetcher,
      UnaryOperator<CostTable> install,
      NodeRef peer,
      long deadlineNs,
      Consumer<CalibrationOutcome> listener) {
    this.context = context;
    this.fetcher = fetcher;
    this.install = install;
    this.deadlineNs = deadlineNs;
    this.listener = listener;
    context.counters().add(Counter.CALLS);
    alarm = context.alarms().set(deadlineNs, this::late);
    reaching.reach(peer, deadlineNs, this);
  }

  @Override
  public void reached(Link newLink) {
    if (!over) {
      link = newLink;
      askForObject(newLink);
    }
  }

  private void askForObject(Link to) {
    number = to.open(this);
    isAsked = true;
    to.post(Scratch.ask(to.letter(), number, CostModel.tableSizes().get(size)));
  }

  @Override
  public void received(TransferType type, MemorySegment message) {
    if (type != TransferType.SCRATCHED || object != null) {
      throw Link.unexpected(type);
    }
    Scratch made = Scratch.read(message);
    long bytes = CostModel.tableSizes().get(size);
    if (!made.made() || made.place().length() > context.store().data().byteSize() / 2) {
      finish();
      return;
    }
    object = made;
    step = 0;
    samples = new double[PROTOCOLS.length][rounds(bytes)];
    next();
  }

  private static int rounds(long bytes) {
    return Math.clamp(BYTES_A_SIZE / bytes, LEAST_ROUNDS, MOST_ROUNDS);
  }

  /** How often the protocols have been around since they count; negative: not yet. */
  private int round() {
    return step / PROTOCOLS.length - (size == 0 ? FIRST_WARM_ROUNDS : WARM_ROUNDS);
  }

  /** Fetches the object by the next protocol, or goes on to the next size. */
  private void next() {
    Scratch made = object;
    Link from = link;
    if (over || made == null || from == null) {
      return;
    }
    if (round() == samples[0].length) {
      endSize(from, made);
      return;
    }
    Protocol protocol = PROTOCOLS[step % PROTOCOLS.length];
    Location location = made.place().at(from.peer());
    beganNs = context.nowNs();
    fetch =
        fetcher.fetch(
            List.of(made.id()),
            Priority.GET,
            new FetchOptions(protocol, List.of(location)),
            deadlineNs,
            this::fetched);
  }

  private void fetched(ObjectId id, FetchOutcome outcome) {
    double micros = (context.nowNs() - beganNs) / NS_PER_MICRO;
    switch (outcome) {
      case FetchOutcome.Failed failed -> failed(failed.why());
      case FetchOutcome.Present present -> failed("the object was here already");
      case FetchOutcome.Arrived arrived -> {
        int round = round();
        int protocol = step % PROTOCOLS.length;
        if (round >= 0) {
          boolean asMeant = arrived.how().protocol() == PROTOCOLS[protocol];
          samples[protocol][round] = asMeant ? micros : Double.NaN;
        }
        step++;
        if (delete(id)) {
          context.alarms().set(context.nowNs(), this::next);
        }
      }
    }
  }

  private boolean delete(ObjectId id) {
    try {
      context.store().delete(List.of(id));
      return true;
    } catch (TokamakException unanswered) {
      failed("the store of this node does not answer: " + unanswered.getMessage());
      return false;
    }
  }

  private void endSize(Link from, Scratch made) {
    rows.add(row(from.side().name(), made.place().length()));
    drop();
    if (++size == CostModel.tableSizes().size()) {
      finish();
    } else {
      askForObject(from);
    }
  }

  private Row row(String fabric, long bytes) {
    List<Double> micros = Arrays.stream(samples).map(CalibrationCall::lowerQuartile).toList();
    Protocol best = CostModel.best(protocol -> micros.get(protocol.code() - 1), true);
    return new Row(fabric, bytes, micros, best, true);
  }

  private static double lowerQuartile(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 4];
  }

  /** Also an object that was asked for and has not been told of yet: the peer has made it then. */
  private void drop() {
    if (link != null && isAsked) {
      if (link.isReady()) {
        link.postBare(TransferType.DROP, number);
      }
      link.close(number);
    }
    isAsked = false;
    object = null;
  }

  private void finish() {
    if (rows.isEmpty()) {
      failed("there is not enough room for a single object to measure with");
    } else if (end()) {
      listener.accept(new CalibrationOutcome.Measured(install.apply(new CostTable(rows))));
    }
  }

  private void late() {
    if (rows.isEmpty()) {
      failed("nothing was measured by the deadline");
    } else {
      finish();
    }
  }

  @Override
  public void failed(String why) {
    if (end()) {
      listener.accept(new CalibrationOutcome.Failed(why));
    }
  }

  @Override
  public void lost(String why) {
    failed("the connection broke: " + why);
  }

  private boolean end() {
    if (over) {
      return false;
    }
    over = true;
    alarm.cancel();
    drop();
    if (fetch != null) {
      fetch.cancel();
    }
    context.counters().remove(Counter.CALLS);
    return true;
  }

  @Override
  public void cancel() {
    end();
  }
}
