// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.cluster;

import io.tokamak.directory.Location;
import io.tokamak.fabric.service.BadMessageException;
import io.tokamak.transfer.Call;
import io.tokamak.transfer.FetchListener;
import io.tokamak.transfer.FetchOptions;
import io.tokamak.transfer.FetchOutcome;
import io.tokamak.transfer.Priority;
import io.tokamak.transfer.context.Context;
import io.tokamak.transfer.link.Link;
import io.tokamak.transfer.message.Broadcast;
import io.tokamak.transfer.message.Push;
import io.tokamak.transfer.message.Pushed;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fetches for other nodes that push: this node gets the objects, and says how it went. */
public final class Pushes {
  private static final long NS_PER_MS = 1_000_000;

  /** Pushes of one peer at a time. */
  private static final int MOST = 4096;

  private static final FetchOutcome TOO_MANY =
      new FetchOutcome.Failed(
          ErrorCode.QUOTA_EXCEEDED,
          "%d pushes of this node are under way there, more are refused: try again when some are through"
              .formatted(MOST));

  private final Context context;
  private final Fetcher fetcher;
  private final Map<Link, Map<Long, Call>> byLink = new HashMap<>();

  /** Brings objects here. */
  public interface Fetcher {
    /** See {@link io.tokamak.transfer.ManagerCalls#fetch}. */
    Call fetch(
        List<ObjectId> ids,
        Priority priority,
        FetchOptions options,
        long deadlineNs,
        FetchListener listener);
  }

  /** Nobody has pushed. */
  public Pushes(Context context, Fetcher fetcher) {
    this.context = context;
    this.fetcher = fetcher;
  }

  /** A node pushes. */
  public void pushed(Link link, Push push) {
    List<Location> hints = new ArrayList<>();
    push.places().forEach(place -> hints.add(place.at(link.peer())));
    FetchOptions options = new FetchOptions(null, hints);
    fetch(link, push.number(), push.ids(), options, push.patienceMs());
  }

  /** A node pushes to this one and others. */
  public void pushed(Link link, Broadcast push) {
    List<Location> hints = List.of(push.place().at(link.peer()));
    FetchOptions options = new FetchOptions(null, hints, push.chain());
    fetch(link, push.number(), List.of(push.id()), options, push.patienceMs());
  }

  private void fetch(
      Link link, long number, List<ObjectId> ids, FetchOptions options, int patienceMs) {
    Map<Long, Call> ofLink = byLink.computeIfAbsent(link, one -> new HashMap<>());
    if (ofLink.containsKey(number)) {
      throw new BadMessageException("push %d is under way already".formatted(number));
    }
    if (ofLink.size() >= MOST) {
      ids.forEach(id -> link.post(new Pushed(number, id, TOO_MANY).write(link.letter())));
      return;
    }
    int[] open = {ids.size()};
    Call call =
        fetcher.fetch(
            ids,
            Priority.GET,
            options,
            context.nowNs() + patienceMs * NS_PER_MS,
            (id, outcome) -> {
              link.post(new Pushed(number, id, outcome).write(link.letter()));
              if (--open[0] == 0) {
                ofLink.remove(number);
              }
            });
    if (open[0] > 0) {
      ofLink.put(number, call);
    }
  }

  /** The node does not want it any more. */
  public void cancel(Link link, long number) {
    Map<Long, Call> calls = byLink.get(link);
    Call call = calls == null ? null : calls.remove(number);
    if (call != null) {
      call.cancel();
    }
  }

  /** A connection is gone. */
  public void lost(Link link) {
    Map<Long, Call> calls = byLink.remove(link);
    if (calls != null) {
      List.copyOf(calls.values()).forEach(Call::cancel);
    }
  }
}
