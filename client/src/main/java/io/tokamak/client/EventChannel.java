// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.error.DisconnectedException;
import io.tokamak.wire.error.StoreTimeoutException;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.frame.FrameAssembler;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.message.Call;
import io.tokamak.wire.message.Reply;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Calls that the store may answer late. Any number of them wait at once; one daemon thread reads
 * the replies and hands each to whoever made the call. The end of this connection is how a client
 * learns that its node is gone.
 *
 * <p>Thread-safe. {@link Answer} runs in the reading thread and must not wait for anything.
 */
final class EventChannel {
  /**
   * Who made a call. Hears exactly once of a reply or a failure, and perhaps before that that it
   * should not wait for it.
   */
  interface Answer<R> {
    void complete(R reply);

    void fail(TokamakException why);

    /** Nobody should wait any longer; what a late reply brings has to be given back. */
    void abandon(TokamakException why);
  }

  private record Pending<R extends Reply>(Call<R> call, Answer<R> answer) {
    void read(FrameReader reader) {
      R reply;
      try {
        reply = call.readReply(reader);
      } catch (TokamakException error) {
        answer.fail(error);
        return;
      }
      answer.complete(reply);
    }
  }

  private final ReentrantLock sending = new ReentrantLock();
  private final Map<Long, Pending<?>> pending = new ConcurrentHashMap<>();
  private final AtomicLong correlations = new AtomicLong();
  private final FrameConnection connection;
  private final Lifecycle lifecycle;
  private final Thread readerThread;

  EventChannel(FrameConnection connection, Lifecycle lifecycle, String name) {
    this.connection = connection;
    this.lifecycle = lifecycle;
    this.readerThread =
        Thread.ofPlatform().daemon().name("tokamak-replies-" + name).unstarted(this::readReplies);
  }

  void start() {
    connection.receiveWithoutDeadline();
    readerThread.start();
  }

  /** Sends a call; {@code answer} hears of the outcome, be it before this method returns. */
  <R extends Reply> void send(Call<R> call, Answer<R> answer) {
    long correlation = correlations.incrementAndGet();
    // Noted first: either the look below finds the client unusable, or whoever makes it so finds
    // the call.
    pending.put(correlation, new Pending<>(call, answer));
    sending.lock();
    try {
      lifecycle.requireUsable();
      transfer(call, correlation);
    } catch (TokamakException why) {
      fail(correlation, why);
    } finally {
      sending.unlock();
    }
  }

  /** Part of a frame may have gone out: nothing can follow it. The reader finds the end. */
  private void transfer(Call<?> call, long correlation) {
    try {
      connection.send(call, correlation);
    } catch (DisconnectedException | StoreTimeoutException broken) {
      lifecycle.disconnect(String.valueOf(broken.getMessage()));
      connection.close();
      throw broken;
    }
  }

  private void fail(long correlation, TokamakException why) {
    Pending<?> unanswered = pending.remove(correlation);
    if (unanswered != null) {
      unanswered.answer.fail(why);
    }
  }

  private void readReplies() {
    try {
      readFrames();
    } catch (RuntimeException end) {
      lifecycle.disconnect(String.valueOf(end.getMessage()));
    } finally {
      connection.close();
      failAll();
    }
  }

  private void readFrames() {
    MemorySegment buffer = connection.allocateBuffer();
    FrameAssembler assembler = new FrameAssembler();
    FrameReader reader = new FrameReader();
    while (true) {
      assembler.accept(buffer, connection.receive(buffer, 0));
      while (assembler.next(reader)) {
        answer(reader);
      }
    }
  }

  /** Pending until its answer is dealt with: who closes the client meanwhile has to know of it. */
  private void answer(FrameReader reader) {
    long correlation = reader.correlation();
    Pending<?> answered = pending.get(correlation);
    if (answered != null) {
      try {
        answered.read(reader);
      } finally {
        pending.remove(correlation);
      }
    }
  }

  private void failAll() {
    for (Long correlation : new ArrayList<>(pending.keySet())) {
      fail(correlation, lifecycle.refusal());
    }
  }

  /** Whoever waits for a reply hears that the client cannot be used any more. */
  void abandonAll() {
    pending.values().forEach(waiting -> waiting.answer.abandon(lifecycle.refusal()));
  }

  /** Whether the store still owes a reply. */
  boolean anyPending() {
    return !pending.isEmpty();
  }

  void close() {
    connection.close();
  }
}
