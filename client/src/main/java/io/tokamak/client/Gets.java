// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.slot.OwnPin;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ObjectNotFoundException;
import io.tokamak.wire.error.StoreTimeoutException;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.message.GetReply;
import io.tokamak.wire.message.GetRequest;
import io.tokamak.wire.message.ObjectLocation;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * All ways to get: in shared memory where that tells, by a call where it does not, by a call that
 * waits where the caller wants to wait. Thread-safe.
 */
final class Gets {
  private final ClientSession session;
  private final CallChannel calls;
  private final EventChannel events;
  private final LostHandles lost;
  private final @Nullable LocalPins pins;

  Gets(
      ClientSession session,
      CallChannel calls,
      EventChannel events,
      LostHandles lost,
      @Nullable LocalPins pins) {
    this.session = session;
    this.calls = calls;
    this.events = events;
    this.lost = lost;
    this.pins = pins;
  }

  /**
   * Gets into an idle handle if the object is there now. Allocates nothing when shared memory
   * tells.
   */
  boolean tryGet(ObjectId id, ObjectHandle handle) {
    return tryOwnPin(id, handle) || tryAnyWay(id, handle);
  }

  private boolean tryOwnPin(ObjectId id, ObjectHandle handle) {
    try {
      if (!handle.hold().beginWithOwnPin(id)) {
        return false;
      }
    } catch (IllegalStateException unmapped) {
      throw session.lifecycle().explain(unmapped);
    }
    if (!session.lifecycle().isUsable()) {
      session.release(handle);
      throw session.lifecycle().refusal();
    }
    return true;
  }

  private boolean tryAnyWay(ObjectId id, ObjectHandle handle) {
    handle.hold().requireIdle();
    int outcome = pin(id, handle);
    return outcome == LocalPins.ASK ? ask(id, handle.hold()) : outcome == LocalPins.PINNED;
  }

  private int pin(ObjectId id, ObjectHandle handle) {
    Hold hold = handle.hold();
    session.lifecycle().requireUsable();
    if (pins == null) {
      return LocalPins.ASK;
    }
    try {
      int outcome = pins.pin(id, hold);
      if (outcome == LocalPins.PINNED) {
        lost.watch(hold, hold.pinIndex());
        requireStillUsable(handle);
      }
      OwnPin own = hold.ownPin();
      if (own != null) {
        lost.watch(hold, own.index());
      }
      return outcome;
    } catch (IllegalStateException unmapped) {
      throw session.lifecycle().explain(unmapped);
    }
  }

  /** After the fence that pinning contains: a close either sees the new pin or is seen here. */
  private void requireStillUsable(ObjectHandle handle) {
    if (!session.isCurrent()) {
      session.release(handle);
      throw session.lifecycle().refusal();
    }
  }

  private boolean ask(ObjectId id, Hold hold) {
    GetReply reply = calls.call(GetRequest.of(id, 0));
    ObjectLocation location = reply.objects().getFirst();
    if (location.present()) {
      adopt(id, location, hold);
    }
    return location.present();
  }

  /** Notes a pin that the store made. */
  private void adopt(ObjectId id, ObjectLocation at, Hold hold) {
    long ref = ObjectRef.of(at.entry(), at.generation());
    hold.begin(id, ref, at.pinIndex(), at.offset(), at.dataLength(), at.metadataLength());
    if (at.pinIndex() == Hold.ON_THE_BOOKS) {
      session.use();
    }
    lost.watch(hold, at.pinIndex());
  }

  /** A new handle for a pin that the store made. */
  ObjectHandle adopted(ObjectId id, ObjectLocation location) {
    ObjectHandle handle = new ObjectHandle(session);
    adopt(id, location, handle.hold());
    return handle;
  }

  /** The object, or null when it is not there now. */
  @Nullable ObjectHandle tryGet(ObjectId id) {
    ObjectHandle handle = new ObjectHandle(session);
    return tryGet(id, handle) ? handle : null;
  }

  ObjectHandle get(ObjectId id) {
    ObjectHandle handle = tryGet(id);
    if (handle == null) {
      throw new ObjectNotFoundException(
          "get of object "
              + id
              + ": there is no sealed object with this id; to wait for it, give a timeout");
    }
    return handle;
  }

  ObjectHandle get(ObjectId id, Deadline deadline) throws InterruptedException {
    ObjectHandle present = tryGet(id);
    ObjectHandle handle =
        present != null ? present : await(List.of(id), new @Nullable ObjectHandle[1], deadline)[0];
    if (handle == null) {
      throw new StoreTimeoutException("get of object " + id + ": it was not sealed in time");
    }
    return handle;
  }

  /** One handle per id, null for those not there when the time is up. */
  List<@Nullable ObjectHandle> getAll(List<ObjectId> ids, Deadline deadline)
      throws InterruptedException {
    @Nullable ObjectHandle[] found = new @Nullable ObjectHandle[ids.size()];
    try {
      if (pinAll(ids, found)) {
        return Arrays.asList(found);
      }
    } catch (TokamakException unusable) {
      release(found);
      throw unusable;
    }
    return Arrays.asList(await(ids, found, deadline));
  }

  /** Pins what shared memory shows; false when that is not all. */
  private boolean pinAll(List<ObjectId> ids, @Nullable ObjectHandle[] found) {
    boolean complete = true;
    for (int i = 0; i < found.length; i++) {
      ObjectHandle handle = new ObjectHandle(session);
      if (pin(ids.get(i), handle) == LocalPins.PINNED) {
        found[i] = handle;
      } else {
        complete = false;
      }
    }
    return complete;
  }

  /** A get that waits without a thread. The future is completed by a virtual thread. */
  CompletableFuture<ObjectHandle> getLater(ObjectId id, Duration timeout) {
    CompletableFuture<ObjectHandle> result = new CompletableFuture<>();
    GetWait wait =
        new GetWait(this, events, List.of(id), new @Nullable ObjectHandle[1], Deadline.in(timeout));
    var unusedEnd = result.whenComplete((handle, failure) -> cancelIf(failure != null, wait));
    var unusedSettling =
        wait.result()
            .whenComplete((found, failure) ->
                Thread.startVirtualThread(() -> settle(result, id, found, failure)));
    wait.step();
    return result;
  }

  private static void settle(
      CompletableFuture<ObjectHandle> result,
      ObjectId id,
      @Nullable ObjectHandle @Nullable [] found,
      @Nullable Throwable failure) {
    ObjectHandle handle = found == null ? null : found[0];
    if (failure != null) {
      result.completeExceptionally(failure);
    } else if (handle == null) {
      result.completeExceptionally(
          new StoreTimeoutException("get of object " + id + ": it was not sealed in time"));
    } else if (!result.complete(handle)) {
      handle.close();
    }
  }

  private @Nullable ObjectHandle[] await(
      List<ObjectId> ids, @Nullable ObjectHandle[] found, Deadline deadline)
      throws InterruptedException {
    GetWait wait = new GetWait(this, events, ids, found, deadline);
    wait.step();
    try {
      long patienceMs =
          Math.min(Deadline.NEVER_MS, deadline.remainingMs() + session.callTimeoutMs());
      return wait.result().get(patienceMs, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw Failures.rethrown(e);
    } catch (TimeoutException e) {
      giveUp(wait);
      throw new StoreTimeoutException(
          "get of "
              + ids.size()
              + " objects: the node did not answer in time; it is stopped or overloaded",
          e);
    } catch (InterruptedException e) {
      giveUp(wait);
      throw e;
    }
  }

  private static void cancelIf(boolean unwanted, GetWait wait) {
    if (unwanted) {
      wait.cancel();
    }
  }

  /** If the result came first, nobody will take it. */
  private static void giveUp(GetWait wait) {
    if (!wait.cancel() && !wait.result().isCompletedExceptionally()) {
      release(wait.result().resultNow());
    }
  }

  private static void release(@Nullable ObjectHandle[] found) {
    for (ObjectHandle handle : found) {
      if (handle != null) {
        handle.close();
      }
    }
  }
}
