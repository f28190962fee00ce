// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.cluster;

import io.tokamak.transfer.Call;
import io.tokamak.transfer.context.Alarms.Alarm;
import io.tokamak.transfer.context.Context;
import io.tokamak.transfer.record.Counter;
import java.util.function.Consumer;

/** Waits until the directory knows all that was sealed so far. */
public final class PublishedCall implements Call {
  private final Context context;
  private final Consumer<String> failureOrEmpty;
  private final Alarm alarm;
  private boolean over;

  /** Begins. What is new must have been announced. */
  public PublishedCall(
      Context context, Announcer announcer, long deadlineNs, Consumer<String> failureOrEmpty) {
    this.context = context;
    this.failureOrEmpty = failureOrEmpty;
    context.counters().add(Counter.CALLS);
    alarm = context.alarms().set(deadlineNs, this::late);
    announcer.whenPublished(() -> end(""));
  }

  private void late() {
    end("the directory has not taken all announcements in time: " + context.directory().status());
  }

  private void end(String failure) {
    if (close()) {
      failureOrEmpty.accept(failure);
    }
  }

  private boolean close() {
    if (over) {
      return false;
    }
    over = true;
    alarm.cancel();
    context.counters().remove(Counter.CALLS);
    return true;
  }

  @Override
  public void cancel() {
    close();
  }
}
