// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.link;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.fabric.service.BadMessageException;
import io.tokamak.transfer.message.Bare;
import io.tokamak.transfer.message.TransferType;
import io.tokamak.transfer.record.Counter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One connection to a peer, with what this node has asked for over it. Short messages that the
 * fabric has no room for wait here; whoever needs room for more waits himself. For the manager's
 * thread.
 */
public final class Link {
  private static final int MOST_WAITING = 65_536;

  private final Endpoint endpoint;
  private final FabricSide side;
  private final Links links;
  private final Map<Long, Correspondent> correspondents = new HashMap<>();
  private final Deque<MemorySegment> waiting = new ArrayDeque<>();
  private final Deque<Stalled> stalled = new ArrayDeque<>();

  Link(Endpoint endpoint, FabricSide side, Links links) {
    this.endpoint = endpoint;
    this.side = side;
    this.links = links;
  }

  /** Who is at the other end. */
  public NodeRef peer() {
    return endpoint.peer();
  }

  /** The fabric it is over. */
  public FabricSide side() {
    return side;
  }

  /** Whether it can be used. */
  public boolean isReady() {
    return endpoint.state() == Endpoint.State.READY;
  }

  /** Ends it. */
  public void close(String why) {
    endpoint.close(why);
  }

  /** The bytes of the longest message. */
  public int maxMessageBytes() {
    return side.capabilities().maxMessageBytes();
  }

  /** Where a message is to be written that {@link #post} or {@link #send} sends next. */
  public MemorySegment letter() {
    return links.letters().buffer();
  }

  /** Sends a short message, as soon as there is room. */
  public void post(int length) {
    MemorySegment message = letter().asSlice(0, length);
    if (!waiting.isEmpty() || !endpoint.send(message, Letters.noBody())) {
      keep(message);
    }
  }

  private void keep(MemorySegment message) {
    if (waiting.size() >= MOST_WAITING) {
      close("the peer takes no messages: %d are waiting".formatted(MOST_WAITING));
    } else if (isReady()) {
      waiting.add(MemorySegment.ofArray(message.toArray(ValueLayout.JAVA_BYTE)));
    }
  }

  /** Sends a message with what follows it, if there is room now. */
  public boolean send(int length, MemorySegment payload) {
    return waiting.isEmpty() && endpoint.send(letter().asSlice(0, length), payload);
  }

  /** Sends a short message, if there is room now. */
  public boolean send(int length) {
    return send(length, Letters.noBody());
  }

  /** Sends a message without a body. */
  public void postBare(TransferType type, long number) {
    post(Bare.write(letter(), type, number));
  }

  /** Reads into registered memory of this node; false when there is no room now. */
  public boolean read(Hold into, long offset, RemotePointer from, Ended ended, int tag) {
    long token = links.operations().begin(ended, tag);
    boolean begun = endpoint.read(into.region(), into.at(offset), from, token);
    if (!begun) {
      links.operations().cancel(token);
    }
    return begun;
  }

  /**
   * Reads a word of 8 bytes as it is when the read begun last has its bytes; false when there is no
   * room now.
   */
  public boolean readWord(int scratchWord, RemotePointer from, Ended ended, int tag) {
    long token = links.operations().begin(ended, tag);
    boolean begun =
        endpoint.readBehind(side.scratch().region(), ScratchWords.offset(scratchWord), from, token);
    if (!begun) {
      links.operations().cancel(token);
    }
    return begun;
  }

  /** Asks to be called when there may be room. */
  public void stall(Stalled who) {
    stalled.add(who);
  }

  /** A number under which {@code who} hears of answers. */
  public long open(Correspondent who) {
    long number = links.nextNumber();
    correspondents.put(number, who);
    return number;
  }

  /** Nothing more is expected under this number. */
  public void close(long number) {
    correspondents.remove(number);
  }

  /** An answer has come to what this node has asked. */
  public void answered(long number, TransferType type, MemorySegment message) {
    Correspondent who = correspondents.get(number);
    if (who == null) {
      links.counters().add(Counter.STRAYS);
    } else {
      who.received(type, message);
    }
  }

  /** Sends what waits, and lets go on who is stalled. Returns how much that was. */
  int work() {
    int sent = 0;
    while (!waiting.isEmpty() && endpoint.send(waiting.element(), Letters.noBody())) {
      waiting.remove();
      sent++;
    }
    int count = stalled.size();
    for (int i = 0; i < count; i++) {
      stalled.remove().resume();
    }
    return sent;
  }

  boolean isIdle() {
    return waiting.isEmpty() && stalled.isEmpty();
  }

  /** It is gone. */
  void lost(String why) {
    waiting.clear();
    while (!stalled.isEmpty()) {
      stalled.remove().resume();
    }
    List<Correspondent> all = List.copyOf(correspondents.values());
    correspondents.clear();
    all.forEach(who -> who.lost(why));
  }

  /** A message that makes no sense here. */
  public static BadMessageException unexpected(TransferType type) {
    return new BadMessageException(type + " does not answer what was asked");
  }

  @Override
  public String toString() {
    return endpoint.peer() + " over " + side.name();
  }
}
