// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.client;

import io.tokamak.directory.Location;
import io.tokamak.testkit.simulation.NodeProcess;
import io.tokamak.transfer.FetchOptions;
import io.tokamak.transfer.Priority;
import io.tokamak.transfer.Protocol;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** All clients of one life of a node: they begin one thing after the other, some at a time. */
public final class Client {
  private static final int MOST_AT_ONCE = 6;
  private static final int MOST_IDS = 3;
  private static final Protocol[] PROTOCOLS = Protocol.values();
  private static final Priority[] PRIORITIES = Priority.values();

  private final Desk desk;
  private final Habits habits;
  private final RandomGenerator random;
  private final List<Activity> activities = new ArrayList<>();
  private long nextNs;
  private boolean quiet;

  /** Clients with these habits. */
  public Client(Desk desk, Habits habits) {
    this.desk = desk;
    this.habits = habits;
    random = desk.random();
    nextNs = desk.soon(habits.everyNs());
  }

  /** They begin nothing new. */
  public void becomeQuiet() {
    quiet = true;
  }

  /** They wait for nothing and hold nothing. */
  public boolean isIdle() {
    return activities.isEmpty();
  }

  /** Goes on with everything. Returns when to be called again at the latest. */
  public long step() {
    if (!activities.isEmpty()) {
      activities.forEach(Activity::step);
      activities.removeIf(Activity::isOver);
    }
    long nowNs = desk.node().nowNs();
    if (!quiet && nowNs >= nextNs && activities.size() < MOST_AT_ONCE) {
      nextNs = desk.soon(2 * habits.everyNs());
      begin(habits.draw(random));
    }
    if (activities.isEmpty()) {
      return quiet ? NodeProcess.WHEN_SOMETHING_ARRIVES : nextNs;
    }
    return desk.soon(habits.everyNs() / 4);
  }

  private void begin(Deed deed) {
    switch (deed) {
      case FETCH -> activities.add(fetch(null));
      case FETCH_BY -> activities.add(fetch(PROTOCOLS[random.nextInt(PROTOCOLS.length)]));
      case FETCH_FROM -> fetchFrom(desk.anyId());
      case PREFETCH ->
          activities.add(
              new Fetching(desk, someIds(), Priority.PREFETCH, FetchOptions.NONE, deadlineNs())
                  .cancelledAt(desk.soon(habits.deadlineNs() / 4)));
      case PUSH -> activities.add(Asking.toPush(desk, someIds(), desk.anyNode(), deadlineNs()));
      case BROADCAST ->
          activities.add(Asking.toBroadcast(desk, desk.anyId(), desk.allNodes(), deadlineNs()));
      case CREATE -> activities.add(new Creating(desk, desk.anyId()));
      case HOLD -> activities.add(new Holding(desk, desk.anyId()));
      case DELETE -> desk.store().delete(List.of(desk.anyId()));
      case DELETE_EVERYWHERE -> activities.add(Asking.toDelete(desk, someIds(), deadlineNs()));
      case EVICT -> desk.store().evictAny(random);
      case LOCATE -> activities.add(Asking.toLocate(desk, someIds(), deadlineNs()));
      case PUBLISH -> activities.add(Asking.whenPublished(desk, deadlineNs()));
      case CALIBRATE ->
          activities.add(Asking.toCalibrate(desk, desk.anyNode(), deadlineNs(), outcome -> {}));
      case LISTEN -> activities.add(new Listening(desk, desk.anyNode(), deadlineNs()));
    }
  }

  private Fetching fetch(@Nullable Protocol protocol) {
    Priority priority = PRIORITIES[random.nextInt(PRIORITIES.length)];
    FetchOptions options = new FetchOptions(protocol, List.of());
    return new Fetching(desk, someIds(), priority, options, deadlineNs());
  }

  private void fetchFrom(ObjectId id) {
    Location seen = desk.world().seen().get(id);
    if (seen != null) {
      FetchOptions options = new FetchOptions(null, List.of(seen));
      activities.add(new Fetching(desk, List.of(id), Priority.GET, options, deadlineNs()));
    }
  }

  private List<ObjectId> someIds() {
    List<ObjectId> ids = new ArrayList<>();
    do {
      ids.add(desk.anyId());
    } while (ids.size() < MOST_IDS && random.nextBoolean());
    return ids;
  }

  private long deadlineNs() {
    return desk.soon(habits.deadlineNs());
  }
}
