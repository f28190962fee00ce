// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.cluster;

import io.tokamak.directory.Location;
import io.tokamak.transfer.Place;
import io.tokamak.transfer.StoreNews;
import io.tokamak.transfer.SurveyRound;
import io.tokamak.transfer.context.Context;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells the directory what this node holds, and those within the node what is new.
 *
 * <p>What is there already is told in steps, and only as far as the directory has taken what it was
 * told before: new objects find room in its queue meanwhile.
 */
public final class Announcer implements StoreNews {
  private static final int MOST_ROUNDS = 1 << 14;
  private static final int MOST_QUEUED = 1 << 13;

  private final Context context;
  private final StoreNews others;
  private final Map<ObjectId, Location> announced = new HashMap<>();
  private final StoreNews surveyor = new Surveyor();
  private final SurveyRound round = new SurveyRound();
  private long rounds;
  private List<Runnable> waiting = new ArrayList<>();

  /** Announces again what is there, without telling others. */
  private final class Surveyor implements StoreNews {
    @Override
    public void sealed(ObjectId id, Place place) {
      announce(id, place);
    }

    @Override
    public void gone(ObjectId id) {
      // a survey tells of what is there
    }
  }

  /**
   * Nothing is announced yet.
   *
   * @param others who hears of all news, too
   */
  public Announcer(Context context, StoreNews others) {
    this.context = context;
    this.others = others;
  }

  /** Begins to announce all that is there. */
  public void announceAll() {
    round.begin();
    rounds++;
  }

  /**
   * Tells when the directory knows all that is there now, once. If it has begun to forget, or this
   * node to announce all, before it says so, that has to come to its end first.
   */
  public void whenPublished(Runnable published) {
    long before = rounds;
    context.directory().whenPublished(() -> published(before, published));
  }

  private void published(long before, Runnable published) {
    if (round.isUnderWay()) {
      waiting.add(published);
    } else if (rounds != before) {
      whenPublished(published);
    } else {
      published.run();
    }
  }

  @Override
  public void sealed(ObjectId id, Place place) {
    announce(id, place);
    others.sealed(id, place);
  }

  private void announce(ObjectId id, Place place) {
    Location location = place.at(context.self());
    announced.put(id, location);
    context.directory().announce(id, location);
  }

  @Override
  public void gone(ObjectId id) {
    Location location = announced.remove(id);
    if (location != null) {
      context.directory().withdraw(id, location);
    }
    others.gone(id);
  }

  /** Passes on what is new, and a bounded part of what is there. Returns how much that was. */
  public int work() {
    int work = news();
    if (hasWork()) {
      round.step(context.store()::survey, surveyor);
      work++;
    }
    if (!round.isUnderWay() && !waiting.isEmpty()) {
      List<Runnable> those = waiting;
      waiting = new ArrayList<>();
      those.forEach(this::whenPublished);
    }
    return work;
  }

  /** Passes on what is new. */
  public int news() {
    return context.store().news(this);
  }

  /**
   * Passes on all that was sealed until now, unless others go on sealing as fast as it passes on.
   */
  public void catchUp() {
    context.store().gatherNews();
    int rounds = 0;
    while (news() > 0 && rounds < MOST_ROUNDS) {
      rounds++;
    }
  }

  /** Whether some of what is there has not been announced, and can be. */
  public boolean hasWork() {
    return round.isUnderWay() && context.directory().status().queuedAnnouncements() < MOST_QUEUED;
  }
}
