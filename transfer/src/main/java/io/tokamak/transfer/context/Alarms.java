// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.context;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is to be done at some time unless it is cancelled. For the manager's thread. */
public final class Alarms {
  private final TreeSet<Alarm> alarms = new TreeSet<>();
  private long sequence;

  /** One thing to do at one time. */
  public final class Alarm implements Comparable<Alarm> {
    private final long atNs;
    private final long number;
    private final Runnable action;

    private Alarm(long atNs, long number, Runnable action) {
      this.atNs = atNs;
      this.number = number;
      this.action = action;
    }

    /** It is not to be done any more. Can be repeated. */
    public void cancel() {
      alarms.remove(this);
    }

    @Override
    public int compareTo(Alarm other) {
      long byTime = atNs - other.atNs;
      return byTime != 0 ? Long.signum(byTime) : Long.compare(number, other.number);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(number);
    }
  }

  /** Does it then, in {@link #work}. */
  public Alarm set(long atNs, Runnable action) {
    Alarm alarm = new Alarm(atNs, ++sequence, action);
    alarms.add(alarm);
    return alarm;
  }

  /** Does what is due. Returns how much that was. */
  public int work(long nowNs) {
    int work = 0;
    while (!alarms.isEmpty() && nowNs - alarms.first().atNs >= 0) {
      Alarm alarm = alarms.first();
      alarms.remove(alarm);
      alarm.action.run();
      work++;
    }
    return work;
  }

  /** When the first is due; {@code elseNs} if there is none before. */
  public long nextDeadlineNs(long elseNs) {
    return alarms.isEmpty() || alarms.first().atNs - elseNs > 0 ? elseNs : alarms.first().atNs;
  }
}
