// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.cluster;

import io.tokamak.directory.Location;
import io.tokamak.transfer.Place;
import io.tokamak.transfer.StoreNews;
import io.tokamak.transfer.context.Context;
import io.tokamak.wire.ObjectId;
import java.util.HashMap;
import java.util.Map;

/** Tells the directory what this node holds, and those within the node what is new. */
public final class Announcer implements StoreNews {
  private static final int MOST_ROUNDS = 1 << 14;

  private final Context context;
  private final StoreNews others;
  private final Map<ObjectId, Location> announced = new HashMap<>();
  private final StoreNews surveyor = new Surveyor();
  private boolean surveying;
  private int cursor;

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
    surveying = true;
    cursor = 0;
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
    if (surveying) {
      cursor = context.store().survey(cursor, surveyor);
      surveying = cursor != 0;
      work++;
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

  /** Whether some of what is there has not been announced. */
  public boolean hasWork() {
    return surveying;
  }
}
