// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.cluster;

import io.tokamak.fabric.service.BadMessageException;
import io.tokamak.transfer.Place;
import io.tokamak.transfer.StoreNews;
import io.tokamak.transfer.context.Context;
import io.tokamak.transfer.link.Letters;
import io.tokamak.transfer.link.Link;
import io.tokamak.transfer.message.Events;
import io.tokamak.transfer.message.Events.Event;
import io.tokamak.transfer.message.TransferType;
import io.tokamak.transfer.record.Counter;
import io.tokamak.wire.ObjectId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * Other nodes that hear of what is sealed and what goes here. Who takes events more slowly than
 * they come loses the subscription, and is told.
 */
public final class Subscribers implements StoreNews {
  private static final int MOST_WAITING = 65_536;
  private static final int MOST_OF_A_LINK = 256;

  private final Context context;
  private final List<Subscriber> all = new ArrayList<>();

  private static final class Subscriber {
    final Link link;
    final long number;
    final Deque<Event> waiting = new ArrayDeque<>();

    Subscriber(Link link, long number) {
      this.link = link;
      this.number = number;
    }

    boolean is(Link thisLink, long thisNumber) {
      return link == thisLink && number == thisNumber;
    }
  }

  /** Nobody has subscribed. */
  public Subscribers(Context context) {
    this.context = context;
  }

  /** A node subscribes. */
  public void subscribe(Link link, long number) {
    if (all.stream().filter(one -> one.link == link).count() >= MOST_OF_A_LINK) {
      throw new BadMessageException("more than %d subscriptions".formatted(MOST_OF_A_LINK));
    }
    all.add(new Subscriber(link, number));
    context.counters().add(Counter.SUBSCRIBERS);
  }

  /** A node has heard enough. */
  public void unsubscribe(Link link, long number) {
    removeIf(one -> one.is(link, number));
  }

  /** A connection is gone. */
  public void lost(Link link) {
    removeIf(one -> one.link == link);
  }

  private void removeIf(Predicate<Subscriber> which) {
    int before = all.size();
    all.removeIf(which);
    context.counters().add(Counter.SUBSCRIBERS, all.size() - before);
  }

  @Override
  public void sealed(ObjectId id, Place place) {
    if (!all.isEmpty()) {
      add(new Event(true, id, place.dataLength(), place.metadataLength()));
    }
  }

  @Override
  public void gone(ObjectId id) {
    if (!all.isEmpty()) {
      add(new Event(false, id, 0, 0));
    }
  }

  private void add(Event event) {
    for (Subscriber subscriber : all) {
      subscriber.waiting.add(event);
    }
    removeIf(Subscribers::isTooSlow);
  }

  private static boolean isTooSlow(Subscriber subscriber) {
    boolean slow = subscriber.waiting.size() > MOST_WAITING;
    if (slow) {
      subscriber.link.postBare(TransferType.ENDED, subscriber.number);
    }
    return slow;
  }

  /** Sends what there is room for. Returns how much that was. */
  public int work() {
    int work = 0;
    for (int i = 0; i < all.size(); i++) {
      work += send(all.get(i));
    }
    return work;
  }

  private static int send(Subscriber subscriber) {
    int sent = 0;
    Link link = subscriber.link;
    int most = Events.most(Math.min(Letters.LENGTH, link.maxMessageBytes()));
    boolean room = true;
    while (room && !subscriber.waiting.isEmpty()) {
      List<Event> some = subscriber.waiting.stream().limit(most).toList();
      room = link.send(Events.write(link.letter(), subscriber.number, some));
      for (int i = 0; room && i < some.size(); i++) {
        subscriber.waiting.remove();
        sent++;
      }
    }
    return sent;
  }
}
