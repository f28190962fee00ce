// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.StoreFullException;
import io.tokamak.wire.error.StoreTimeoutException;
import io.tokamak.wire.error.TableFullException;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.message.AbortRequest;
import io.tokamak.wire.message.CreateReply;
import io.tokamak.wire.message.CreateRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Gets memory for new objects: out of the lease, else by a call that fails when there is no room at
 * once, else by one that waits in the store's queue. Thread-safe.
 */
final class Creates {
  /** The store's own deadline for a create. */
  static final long STORE_DEADLINE = -1;

  /** How long this side waits at most for a create whose deadline the store sets. */
  private static final long LONGEST_STORE_DEADLINE_MS = 60_000;

  private final CallChannel calls;
  private final EventChannel events;
  private final @Nullable LeasePool leases;
  private final long callTimeoutMs;

  Creates(CallChannel calls, EventChannel events, @Nullable LeasePool leases, long callTimeoutMs) {
    this.calls = calls;
    this.events = events;
    this.leases = leases;
    this.callTimeoutMs = callTimeoutMs;
  }

  /**
   * Creates an object.
   *
   * @param deadlineMs how long to wait for room; {@link #STORE_DEADLINE}, or 0 not at all
   */
  Draft create(ObjectId id, long dataLength, int metadataLength, long deadlineMs) {
    requireLength(id, dataLength);
    Draft leased = leases == null ? null : leases.tryCreate(id, dataLength, metadataLength);
    if (leased != null) {
      return leased;
    }
    try {
      CreateRequest atOnce = new CreateRequest(id, dataLength, metadataLength, 0);
      return draft(atOnce, calls.call(atOnce));
    } catch (StoreFullException | TableFullException full) {
      if (deadlineMs == 0) {
        throw full;
      }
      return await(new CreateRequest(id, dataLength, metadataLength, deadlineMs));
    }
  }

  private static void requireLength(ObjectId id, long dataLength) {
    if (dataLength < 0) {
      throw new InvalidRequestException(
          "create of object " + id + " with " + dataLength + " bytes: ask for 0 or more");
    }
  }

  private static Draft draft(CreateRequest request, CreateReply reply) {
    return new Draft(
        request.id(),
        ObjectRef.of(reply.entry(), reply.generation()),
        reply.offset(),
        request.dataLength(),
        request.metadataLength());
  }

  private Draft await(CreateRequest request) {
    CompletableFuture<Draft> result = new CompletableFuture<>();
    events.send(request, new Waiting(request, result));
    long deadlineMs = request.deadlineMs() < 0 ? LONGEST_STORE_DEADLINE_MS : request.deadlineMs();
    try {
      return result.get(Math.addExact(deadlineMs, callTimeoutMs), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw Failures.rethrown(e);
    } catch (TimeoutException e) {
      throw giveUp(request, result, "the node did not answer in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw giveUp(request, result, "the thread was interrupted");
    }
  }

  private StoreTimeoutException giveUp(
      CreateRequest request, CompletableFuture<Draft> result, String why) {
    if (!result.cancel(false) && !result.isCompletedExceptionally()) {
      abort(request.id());
    }
    return new StoreTimeoutException(
        "create of object %s with %d bytes waited for room: %s"
            .formatted(request.id(), request.dataLength(), why));
  }

  /** Gives an unsealed object up, as well as that still works. */
  void abort(ObjectId id) {
    calls.callAnyway(new AbortRequest(id));
  }

  /** A create in the store's queue. What comes when nobody waits any more is aborted. */
  private final class Waiting implements EventChannel.Answer<CreateReply> {
    private final CreateRequest request;
    private final CompletableFuture<Draft> result;

    Waiting(CreateRequest request, CompletableFuture<Draft> result) {
      this.request = request;
      this.result = result;
    }

    @Override
    public void complete(CreateReply reply) {
      if (!result.complete(draft(request, reply))) {
        Thread.startVirtualThread(() -> abort(request.id()));
      }
    }

    @Override
    public void fail(TokamakException why) {
      result.completeExceptionally(why);
    }

    @Override
    public void abandon(TokamakException why) {
      result.completeExceptionally(why);
    }
  }
}
