// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.error.DisconnectedException;
import io.tokamak.wire.frame.FrameAssembler;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.message.Call;
import io.tokamak.wire.message.EmptyReply;
import io.tokamak.wire.message.EventsPush;
import io.tokamak.wire.message.ObjectEvent;
import io.tokamak.wire.message.SubscribeRequest;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;

/**
 * What happens to objects, in order: first every sealed object that is there, then each seal and
 * each deletion. Nothing is left out without a word: a subscriber that is too slow gets a {@link
 * ObjectEvent.Kind#RESYNC} and then, anew, every object that is there.
 *
 * <p>It has a connection of its own and a daemon thread that reads it. Events wait here in a
 * bounded queue; when that is full they wait at the node. Thread-safe; several pollers share the
 * events.
 */
public final class Subscription implements AutoCloseable {
  private static final long CORRELATION = 1;

  private final FrameConnection connection;
  private final MemorySegment buffer;
  private final FrameAssembler assembler = new FrameAssembler();
  private final FrameReader frame = new FrameReader();
  private final Runnable onEnd;
  private final EventQueue events = new EventQueue();
  private final Thread reader;

  private Subscription(FrameConnection connection, String name, Runnable onEnd) {
    this.connection = connection;
    this.onEnd = onEnd;
    this.buffer = connection.allocateBuffer();
    this.reader =
        Thread.ofPlatform().daemon().name("tokamak-events-" + name).unstarted(this::readEvents);
  }

  static Subscription open(ClientSession session) {
    session.lifecycle().requireUsable();
    FrameConnection connection =
        Connecting.attach(session.settings(), session.welcome().sessionId());
    return open(connection, new SubscribeRequest(), session.settings().name(), connection::close);
  }

  /** Turns a connection into a stream of events; {@code onEnd} closes it. */
  static Subscription open(
      FrameConnection connection, Call<EmptyReply> request, String name, Runnable onEnd) {
    Subscription subscription = new Subscription(connection, name, onEnd);
    try {
      subscription.request(request);
    } catch (RuntimeException e) {
      onEnd.run();
      throw e;
    }
    connection.receiveWithoutDeadline();
    subscription.reader.start();
    return subscription;
  }

  /**
   * The next event, waiting for it as long as it takes.
   *
   * @throws DisconnectedException when the node is gone or the subscription was closed; events that
   *     came before are still handed out first
   */
  public ObjectEvent take() throws InterruptedException {
    return events
        .poll(Deadline.never())
        .orElseThrow(() -> new IllegalStateException("the end of a wait without an end"));
  }

  /**
   * The next event, empty when there was none in time; 0 looks without waiting.
   *
   * @throws DisconnectedException as {@link #take}
   */
  public Optional<ObjectEvent> poll(Duration timeout) throws InterruptedException {
    return events.poll(Deadline.in(timeout));
  }

  private void readEvents() {
    try {
      readFrames();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException gone) {
      events.end(String.valueOf(gone.getMessage()), false);
    } finally {
      onEnd.run();
    }
  }

  /** Not as a call: the first events may come together with the reply, in one piece. */
  private void request(Call<EmptyReply> request) {
    connection.send(request, CORRELATION);
    receiveFrame();
    request.readReply(frame);
  }

  private void readFrames() throws InterruptedException {
    while (true) {
      receiveFrame();
      events.put(EventsPush.read(frame).events());
    }
  }

  private void receiveFrame() {
    while (!assembler.next(frame)) {
      assembler.accept(buffer, connection.receive(buffer, 0));
    }
  }

  /** Ends the subscription and forgets what nobody polled. Can be repeated. */
  @Override
  public void close() {
    events.end("it was closed", true);
    connection.close();
    reader.interrupt();
  }
}
