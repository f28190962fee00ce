// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.serve;

import io.tokamak.fabric.service.MessageHeader;
import io.tokamak.transfer.ControlWord;
import io.tokamak.transfer.Place;
import io.tokamak.transfer.Protocol;
import io.tokamak.transfer.link.Hold;
import io.tokamak.transfer.link.Link;
import io.tokamak.transfer.message.Answer;
import io.tokamak.transfer.message.Answer.Pointers;
import io.tokamak.transfer.message.AnswerStatus;
import io.tokamak.transfer.message.Ask;
import io.tokamak.transfer.message.Chunk;
import io.tokamak.transfer.record.Trace;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One object on its way to a receiver. It is held from the answer to the last chunk, or to the
 * receiver's FIN if that reads it; never longer than its lease.
 */
final class Outgoing implements Comparable<Outgoing> {
  private static final int THESIS_CHUNK_BYTES = 4096;
  private static final int CHUNK_BYTES = 1 << 20;
  private static final int CHUNKS_A_TURN = 4;
  private static final int CHUNK_HEAD = MessageHeader.LENGTH + Chunk.LENGTH;
  private static final int ANSWER_HEAD = MessageHeader.LENGTH + Answer.LENGTH;
  private static final int NS_PER_MS = 1_000_000;

  private final Link link;
  private final Ask ask;
  private final Supply supply;
  private final Place place;
  private final Protocol protocol;
  private final MemorySegment data;
  private final Trace trace;
  private final long deadlineNs;
  private final boolean inline;
  private @Nullable Hold registered;
  private boolean answered;
  private long sent;
  private int credits;
  private boolean over;
  private boolean hasTurn;

  Outgoing(
      Link link,
      Ask ask,
      Supply supply,
      Protocol protocol,
      MemorySegment data,
      Trace trace,
      long deadlineNs) {
    this.link = link;
    this.ask = ask;
    this.supply = supply;
    this.protocol = protocol;
    this.data = data;
    this.trace = trace;
    this.deadlineNs = deadlineNs;
    place = supply.place();
    sent = Math.min(ask.from(), place.length());
    credits = ask.credits();
    inline =
        protocol == Protocol.EAGER
            && ask.from() == 0
            && supply.isSealed()
            && place.length() <= link.maxMessageBytes() - ANSWER_HEAD;
  }

  Link link() {
    return link;
  }

  long number() {
    return ask.number();
  }

  Supply supply() {
    return supply;
  }

  Trace trace() {
    return trace;
  }

  /** Bytes from where it was asked for on. */
  long askedBytes() {
    return place.length() - Math.min(ask.from(), place.length());
  }

  long length() {
    return place.length();
  }

  long deadlineNs() {
    return deadlineNs;
  }

  @Nullable Hold registered() {
    return registered;
  }

  boolean isOver() {
    return over;
  }

  void over() {
    over = true;
  }

  /** Whether it stands in the row of those that send. */
  boolean hasTurn() {
    return hasTurn;
  }

  void hasTurn(boolean now) {
    hasTurn = now;
  }

  /** Whether the receiver reads it by itself. */
  boolean isRead() {
    return protocol == Protocol.RENDEZVOUS;
  }

  /** Whether all that this node sends of it has been sent. */
  boolean isSent() {
    return answered && !isRead() && (inline || sent == place.length());
  }

  /** Whether it could send if there were room. */
  boolean isSending() {
    return !answered || (!isRead() && !isSent() && (protocol != Protocol.EAGER || credits > 0));
  }

  /** The receiver has room for more. */
  void credit(int chunks) {
    credits += chunks;
    trace.message();
  }

  /** Sends what there is room for. Returns how many messages that were. */
  int send(long nowNs) {
    int count = 0;
    if (!answered) {
      if (!answer(nowNs)) {
        return 0;
      }
      count++;
    }
    int most = protocol == Protocol.SOCKET_4K ? 1 : CHUNKS_A_TURN;
    for (int i = 0; i < most && isSending() && sendChunk(); i++) {
      count++;
    }
    return count;
  }

  /** The answer; false when there is no room for the object in it now. */
  private boolean answer(long nowNs) {
    Answer answer = toAnswer((int) ((deadlineNs - nowNs) / NS_PER_MS));
    int length = answer.write(link.letter());
    if (inline) {
      answered = link.send(length, data.asSlice(place.offset(), place.length()));
      if (answered) {
        trace.copied(2);
      }
    } else {
      link.post(length);
      answered = true;
    }
    if (answered) {
      trace.message();
    }
    return answered;
  }

  private Answer toAnswer(int leaseMs) {
    return new Answer(
        ask.number(),
        AnswerStatus.FOUND,
        protocol,
        place,
        leaseMs,
        ask.checksum(),
        ask.checksum() ? supply.checksum() : 0,
        isRead() ? pointers() : null,
        null,
        inline);
  }

  private Pointers pointers() {
    Hold hold = link.side().registrations().hold(place.offset(), place.length());
    registered = hold;
    trace.registered(hold.made());
    return new Pointers(
        hold.pointer(place.offset(), place.length()),
        link.side()
            .offer()
            .table()
            .slice((long) place.entry() * ControlWord.ENTRY_LENGTH, ControlWord.LENGTH));
  }

  private boolean sendChunk() {
    int bytes = (int) Math.min(chunkBytes(), supply.here() - sent);
    if (bytes <= 0) {
      return false;
    }
    int length = Chunk.write(link.letter(), ask.number(), sent, bytes);
    boolean done = link.send(length, data.asSlice(place.offset() + sent, bytes));
    if (done) {
      sent += bytes;
      credits--;
      trace.message();
      trace.copied(2);
    }
    return done;
  }

  private int chunkBytes() {
    int chunk = protocol == Protocol.SOCKET_4K ? THESIS_CHUNK_BYTES : CHUNK_BYTES;
    return Math.min(chunk, link.maxMessageBytes() - CHUNK_HEAD);
  }

  /** The order of deadlines. */
  @Override
  public int compareTo(Outgoing other) {
    long byDeadline = deadlineNs - other.deadlineNs;
    return byDeadline != 0
        ? Long.signum(byDeadline)
        : Long.compare(trace.number(), other.trace.number());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(trace.number());
  }
}
