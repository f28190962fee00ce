// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.message.GetReply;
import io.tokamak.wire.message.GetRequest;
import io.tokamak.wire.message.MessageLimits;
import io.tokamak.wire.message.ObjectLocation;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A get that may wait, as a step machine: ask the store for what is missing, take what it answers,
 * ask again while there is time. It asks for two seconds at most at a time, so what a wait that its
 * caller gave up has pinned at the store is soon free, and for as many ids as fit in a frame.
 *
 * <p>The first step runs in the thread of the caller, all others in the thread that reads replies.
 * Others only complete {@link #result}, which ends the machine at its next step; what came until
 * then is released.
 */
final class GetWait implements EventChannel.Answer<GetReply> {
  private static final long LONGEST_ASK_MS = 2_000;

  private final CompletableFuture<@Nullable ObjectHandle[]> result = new CompletableFuture<>();
  private final Gets gets;
  private final EventChannel events;
  private final List<ObjectId> ids;
  private final Deadline deadline;
  private final @Nullable ObjectHandle[] found;
  private int[] asked = new int[0];
  private int from;

  /** Waits for those {@code ids} of which {@code found} has nothing. */
  GetWait(
      Gets gets,
      EventChannel events,
      List<ObjectId> ids,
      @Nullable ObjectHandle[] found,
      Deadline deadline) {
    this.gets = gets;
    this.events = events;
    this.ids = ids;
    this.found = found;
    this.deadline = deadline;
  }

  /** One handle per id, null where there was nothing when the time was up. */
  CompletableFuture<@Nullable ObjectHandle[]> result() {
    return result;
  }

  /** Asks for the next ids that are missing, or ends. */
  void step() {
    if (result.isDone()) {
      releaseAll();
      return;
    }
    asked = nextMissing();
    if (asked.length > 0) {
      List<ObjectId> missing = Arrays.stream(asked).mapToObj(ids::get).toList();
      events.send(new GetRequest(Math.min(LONGEST_ASK_MS, deadline.remainingMs()), missing), this);
    } else if (!result.complete(found)) {
      releaseAll();
    }
  }

  private int[] nextMissing() {
    int[] missing = new int[Math.min(MessageLimits.MAX_ITEMS, found.length)];
    int count = 0;
    for (int i = from; i < found.length && count < missing.length; i++) {
      if (found[i] == null) {
        missing[count++] = i;
      }
    }
    return Arrays.copyOf(missing, count);
  }

  @Override
  public void complete(GetReply reply) {
    if (reply.objects().size() != asked.length) {
      fail(
          ProtocolMismatchException.of(
              "objects in a reply to get", reply.objects().size(), String.valueOf(asked.length)));
      return;
    }
    boolean timeIsUp = deadline.remainingMs() == 0;
    boolean complete = take(reply.objects());
    if (complete || timeIsUp) {
      from = asked[asked.length - 1] + 1;
    }
    step();
  }

  private synchronized boolean take(List<ObjectLocation> locations) {
    boolean complete = true;
    for (int i = 0; i < asked.length; i++) {
      ObjectLocation location = locations.get(i);
      complete &= location.present();
      if (location.present()) {
        found[asked[i]] = gets.adopted(ids.get(asked[i]), location);
      }
    }
    return complete;
  }

  @Override
  public void fail(TokamakException why) {
    result.completeExceptionally(why);
    releaseAll();
  }

  @Override
  public void abandon(TokamakException why) {
    if (result.completeExceptionally(why)) {
      releaseAll();
    }
  }

  /** Gives the wait up and releases what it has found; false when it was over. */
  boolean cancel() {
    boolean cancelled = result.cancel(false);
    if (cancelled) {
      releaseAll();
    }
    return cancelled;
  }

  /** Not in this thread: a release may call the store, and the thread of replies must not wait. */
  private synchronized void releaseAll() {
    List<ObjectHandle> unwanted = Arrays.stream(found).filter(Objects::nonNull).toList();
    Arrays.fill(found, null);
    if (!unwanted.isEmpty()) {
      Thread.startVirtualThread(() -> unwanted.forEach(ObjectHandle::close));
    }
  }
}
