// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.cluster;

import io.tokamak.directory.Finder;
import io.tokamak.directory.Location;
import io.tokamak.directory.Search;
import io.tokamak.transfer.Call;
import io.tokamak.transfer.ManagerCalls.LocateListener;
import io.tokamak.transfer.context.Alarms.Alarm;
import io.tokamak.transfer.context.Context;
import io.tokamak.transfer.record.Counter;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks the directory where objects are, on behalf of somebody. */
public final class LocateCall implements Call, Finder {
  private final Context context;
  private final LocateListener listener;
  private final Map<ObjectId, Integer> open = new HashMap<>();
  private final Search search;
  private final Alarm alarm;
  private boolean over;

  private LocateCall(
      Context context, List<ObjectId> ids, long deadlineNs, LocateListener listener) {
    this.context = context;
    this.listener = listener;
    ids.forEach(id -> open.merge(id, 1, Integer::sum));
    search = context.directory().search(new ArrayList<>(open.keySet()), false, this);
    alarm = context.alarms().set(deadlineNs, () -> fail("the directory has not answered in time"));
    context.counters().add(Counter.CALLS);
    context.counters().add(Counter.SEARCHES);
  }

  /** Asks. */
  public static Call begin(
      Context context, List<ObjectId> ids, long deadlineNs, LocateListener listener) {
    if (ids.isEmpty()) {
      listener.done();
      return () -> {};
    }
    return new LocateCall(context, ids, deadlineNs, listener);
  }

  @Override
  public void found(ObjectId id, List<Location> locations) {
    Integer times = open.remove(id);
    for (int i = 0; times != null && i < times && !over; i++) {
      listener.located(id, locations);
    }
    if (open.isEmpty() && end()) {
      listener.done();
    }
  }

  @Override
  public void unavailable(String why) {
    fail("the directory cannot be asked: " + why);
  }

  private void fail(String why) {
    if (end()) {
      listener.failed(why);
    }
  }

  private boolean end() {
    if (over) {
      return false;
    }
    over = true;
    alarm.cancel();
    search.close();
    context.counters().remove(Counter.CALLS);
    context.counters().remove(Counter.SEARCHES);
    return true;
  }

  @Override
  public void cancel() {
    end();
  }
}
