// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.tokamak.memory.Segment;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.slot.ClientSlot;
import io.tokamak.memory.slot.Creation;
import io.tokamak.memory.slot.OwnPin;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.message.ContainsRequest;
import io.tokamak.wire.message.EntryRef;
import io.tokamak.wire.message.GoodbyeRequest;
import io.tokamak.wire.message.ReleaseRequest;
import io.tokamak.wire.message.ReleasedNotice;
import io.tokamak.wire.message.WelcomeReply;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One client's session with a store: its connections, its mapping, and how both end.
 *
 * <p><b>How it ends.</b> {@link #close} refuses all further operations. Handles stay usable;
 * mapping and connections go when the last one is released, since the end of the session is the end
 * of its pins. Gets count nothing on their way: whether any handle is open is read from the pins of
 * the slot. A get makes its pin, fences, and looks whether the client was closed; a close marks the
 * client as closed, fences, and looks at the pins: one of them sees the other. What does not pin
 * (creating, pins on the store's books) is counted in {@code uses}. The mapping goes before the
 * session: once the slot belongs to somebody else no thread may still be able to write into it.
 * What cannot be unmapped yet, since input or output on it is running, keeps the session.
 *
 * <p>Thread-safe. {@link #release} and {@link #isCurrent} allocate nothing.
 */
final class ClientSession {
  private static final System.Logger LOG = System.getLogger(ClientSession.class.getName());
  private static final long UNMAP_RETRY_NS = 1_000_000;
  private static final long LATE_UNMAP_RETRY_NS = 50_000_000;
  private static final long END_RETRY_NS = 100_000_000;

  private final ConnectSettings settings;
  private final WelcomeReply welcome;
  private final Lifecycle lifecycle = new Lifecycle();
  private final Mapping mapping;
  private final @Nullable ClientSlot slot;
  private final @Nullable LocalPins pins;
  private final CallChannel calls;
  private final EventChannel events;
  private final LostHandles lost;
  private final Gets gets;
  private final Writes writes;
  private final AtomicInteger uses = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();

  private ClientSession(
      ConnectSettings settings,
      FrameConnection callConnection,
      FrameConnection eventConnection,
      WelcomeReply welcome,
      Mapping mapping) {
    this.settings = settings;
    this.welcome = welcome;
    this.mapping = mapping;
    this.slot = slotOf(mapping.segment(), welcome);
    this.pins = slot == null ? null : new LocalPins(mapping.segment(), slot, welcome.sessionId());
    this.events = new EventChannel(eventConnection, lifecycle, settings.name());
    this.calls = new CallChannel(callConnection, lifecycle, events::abandonAll);
    this.lost = new LostHandles(this::releaseLost, this::giveUpLost, settings.name());
    this.gets = new Gets(this, calls, events, lost, pins);
    this.writes = newWrites();
  }

  private static @Nullable ClientSlot slotOf(Segment segment, WelcomeReply welcome) {
    return welcome.writable() && welcome.slot() != WelcomeReply.NO_SLOT
        ? segment.slot(welcome.slot())
        : null;
  }

  /** Uses two connections whose session is open, and starts the threads. */
  static ClientSession start(
      ConnectSettings settings,
      FrameConnection callConnection,
      FrameConnection eventConnection,
      WelcomeReply welcome,
      Mapping mapping) {
    ClientSession session =
        new ClientSession(settings, callConnection, eventConnection, welcome, mapping);
    session.events.start();
    session.lost.start();
    return session;
  }

  ConnectSettings settings() {
    return settings;
  }

  WelcomeReply welcome() {
    return welcome;
  }

  Lifecycle lifecycle() {
    return lifecycle;
  }

  Mapping mapping() {
    return mapping;
  }

  CallChannel calls() {
    return calls;
  }

  EventChannel events() {
    return events;
  }

  Gets gets() {
    return gets;
  }

  Writes writes() {
    return writes;
  }

  LostHandles lost() {
    return lost;
  }

  @Nullable ClientSlot slot() {
    return slot;
  }

  @Nullable LocalPins pins() {
    return pins;
  }

  long callTimeoutMs() {
    return settings.callTimeoutMs();
  }

  /** Throws when objects cannot be written through this client. */
  void requireWritable(String what) {
    lifecycle.requireUsable();
    if (!welcome.writable()) {
      throw new InvalidRequestException(
          what
              + ": this client is read-only (asked for, or it runs as another user than the node); connect as the node's user");
    }
  }

  private Writes newWrites() {
    if (slot == null) {
      return new Writes(this, new Creates(calls, events, null, callTimeoutMs()), null);
    }
    Segment segment = mapping.segment();
    Creation creation =
        new Creation(
            segment.entries(),
            segment.table(),
            slot.lease(),
            slot.index(),
            (int) ProcessHandle.current().pid());
    LeasePool leases = new LeasePool(calls, creation, segment);
    Creates creates = new Creates(calls, events, leases, callTimeoutMs());
    return new Writes(this, creates, new Seals(calls, creation, segment, slot));
  }

  /** Whether the client is usable and the slot still its own. */
  boolean isCurrent() {
    return lifecycle.isUsable() && ownsSlot();
  }

  private boolean ownsSlot() {
    return slot != null && slot.sessionId() == welcome.sessionId();
  }

  /** Starts something that keeps the mapping without a pin; to be answered by {@link #unuse}. */
  void use() {
    uses.incrementAndGet();
  }

  /** Starts the same for a new operation, which a closed client refuses. */
  void useForNew() {
    uses.incrementAndGet();
    if (!lifecycle.isUsable()) {
      unuse();
      throw lifecycle.refusal();
    }
  }

  void unuse() {
    if (uses.decrementAndGet() == 0) {
      endIfIdle();
    }
  }

  /**
   * Releases what the handle holds; false when it was released before.
   *
   * @throws io.tokamak.wire.error.ObjectInUseException when another thread has a view; it is still
   *     held then
   */
  boolean release(ObjectHandle handle) {
    Hold hold = handle.hold();
    long life = hold.life();
    OwnPin own = hold.ownPinOf(life);
    if (own == null) {
      return release(handle, hold, life);
    }
    release(hold, life, own);
    return true;
  }

  private void release(Hold hold, long life, OwnPin own) {
    long ref = hold.ref();
    hold.endWithOwnPin(life);
    boolean deleted = false;
    try {
      deleted = own.unpin(ref);
    } catch (IllegalStateException unmapped) {
      requireClosed(unmapped);
    }
    hold.ended(life);
    if (deleted) {
      tellReleased(ref);
    }
    if (!lifecycle.isUsable()) {
      endIfIdle();
    }
  }

  private boolean release(ObjectHandle handle, Hold hold, long seen) {
    long life = seen;
    while (Hold.isOpen(life)) {
      long ref = hold.ref();
      int pin = hold.pinIndex();
      handle.closeViews(life);
      if (hold.end(life)) {
        unpin(hold, life, ref, pin);
        return true;
      }
      life = hold.life();
    }
    return false;
  }

  /** The handle is garbage, so nobody else touches the hold. */
  private void releaseLost(Hold hold) {
    long life = hold.life();
    if (Hold.isOpen(life) && hold.end(life)) {
      unpin(hold, life, hold.ref(), hold.pinIndex());
    }
    giveOwnPinBack(hold);
  }

  private void giveUpLost(Building building) {
    writes.giveUpLost(building);
  }

  private void giveOwnPinBack(Hold hold) {
    try {
      OwnPin own = hold.ownPin();
      if (pins != null && own != null && ownsSlot()) {
        pins.giveBack(own);
      }
    } catch (IllegalStateException unmapped) {
      LOG.log(DEBUG, "a handle outlived its session {0}", this);
    }
  }

  private void unpin(Hold hold, long life, long ref, int pin) {
    if (pin == Hold.ON_THE_BOOKS) {
      lost.forget(hold);
      ObjectId id = hold.id();
      hold.ended(life);
      unpinOnTheBooks(id, ref);
    } else {
      boolean deleted = unpinInSlot(hold, ref, pin);
      hold.ended(life);
      if (deleted) {
        tellReleased(ref);
      }
    }
    if (!lifecycle.isUsable()) {
      endIfIdle();
    }
  }

  private boolean unpinInSlot(Hold hold, long ref, int pin) {
    try {
      return pins != null && ownsSlot() && pins.unpin(hold, pin, ref);
    } catch (IllegalStateException unmapped) {
      requireClosed(unmapped);
      return false;
    }
  }

  /** Another release, just after the pin was cleared here, found nothing left and unmapped. */
  private void requireClosed(IllegalStateException unmapped) {
    if (!lifecycle.isClosed()) {
      throw unmapped;
    }
  }

  /**
   * The empty call returns when the store has heard the notice: an object deleted meanwhile is gone
   * after its last release.
   */
  private void tellReleased(long ref) {
    calls.tell(ReleasedNotice.of(ObjectRef.entry(ref), ObjectRef.generation(ref)));
    try {
      calls.callAnyway(new ContainsRequest(List.of()));
    } catch (TokamakException gone) {
      LOG.log(DEBUG, "release of a deleted object at a node that is gone: {0}", gone.getMessage());
    }
  }

  private void unpinOnTheBooks(ObjectId id, long ref) {
    try {
      calls.callAnyway(
          new ReleaseRequest(
              List.of(new EntryRef(ObjectRef.entry(ref), ObjectRef.generation(ref)))));
    } catch (TokamakException gone) {
      LOG.log(DEBUG, "release of object {0} on the books of a node that is gone", id);
    } finally {
      unuse();
    }
  }

  /**
   * Refuses further operations, and ends the session as soon as nothing is held any more. Can be
   * repeated.
   */
  void close() {
    if (lifecycle.close()) {
      events.abandonAll();
      writes.abortAll();
      endIfIdle();
      if (!ended.get()) {
        Thread.startVirtualThread(this::endLater);
      }
    }
  }

  /**
   * The last release ends the session, but for one that happens together with the close: it clears
   * its pin and looks for the close without a fence between, which would cost every release.
   */
  private void endLater() {
    while (!ended.get()) {
      LockSupport.parkNanos(END_RETRY_NS);
      endIfIdle();
    }
  }

  private void endIfIdle() {
    if (lifecycle.isClosed() && !ended.get() && isIdle() && ended.compareAndSet(false, true)) {
      end();
    }
  }

  /**
   * Behind a fence, so that of a close and a get, or of the last two releases, one sees the other.
   * While the store owes replies to gets, which nobody waits for any more, or owed them when the
   * connection ended, pins without an open handle are those it made for them; they go with the
   * session.
   */
  private boolean isIdle() {
    mapping.segment().words().fullFence();
    try {
      boolean owed = events.anyPending() || !lifecycle.isConnected();
      return uses.get() == 0 && !lost.anyOpen() && (owed || !anyPinInUse());
    } catch (IllegalStateException unmapped) {
      return false;
    }
  }

  private boolean anyPinInUse() {
    return pins != null && ownsSlot() && pins.anyInUse();
  }

  private void end() {
    if (unmap()) {
      part();
    } else {
      LOG.log(
          WARNING,
          "input or output on objects of client {0} did not end; until it does its memory stays mapped and its session open",
          settings.name());
      Thread.ofPlatform().daemon().name("tokamak-unmap-" + settings.name()).start(this::partLater);
    }
  }

  private void partLater() {
    while (!mapping.unmap()) {
      LockSupport.parkNanos(LATE_UNMAP_RETRY_NS);
    }
    part();
  }

  private void part() {
    sayGoodbye();
    calls.close();
    events.close();
    lost.stop();
  }

  private boolean unmap() {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(callTimeoutMs());
    boolean unmapped = mapping.unmap();
    while (!unmapped && System.nanoTime() < deadlineNs) {
      LockSupport.parkNanos(UNMAP_RETRY_NS);
      unmapped = mapping.unmap();
    }
    return unmapped;
  }

  private void sayGoodbye() {
    try {
      calls.callAnyway(new GoodbyeRequest());
    } catch (TokamakException gone) {
      LOG.log(
          DEBUG,
          "goodbye of client {0} to a node that is gone: {1}",
          settings.name(),
          gone.getMessage());
    }
  }

  @Override
  public String toString() {
    return "session " + Long.toHexString(welcome.sessionId()) + " of " + settings.name();
  }
}
