// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.protocol;

import io.tokamak.fabric.OperationStatus;
import io.tokamak.transfer.Acceptance;
import io.tokamak.transfer.link.Ended;
import io.tokamak.transfer.link.Hold;
import io.tokamak.transfer.link.Link;
import io.tokamak.transfer.link.Stalled;
import io.tokamak.transfer.protocol.Failure.Kind;
import io.tokamak.transfer.record.Trace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads pieces of an object from one holder, a few at a time.
 *
 * <p>The holder does not know. What makes the bytes right is the control word of the object's
 * entry: its generation changes before the memory is used for anything else. So the word is read
 * after the bytes, and a piece counts only if the generation is still the one it was. Both are
 * asked for together, the word behind the bytes: one round trip, and all pieces share it. Where
 * there is no room for the word it is asked for when the bytes are there, which is another one.
 *
 * <p>Each piece has a place of its own in here: {@code piece} is -1 when it is free. It ends when
 * no read of it is under way.
 */
final class PieceReader implements Ended, Stalled {
  private static final int AT_ONCE = 4;
  private static final int WORD_TAG = 1;

  private final Link link;
  private final Landing landing;
  private final Acceptance acceptance;
  private final Hold into;
  private final RemoteObject from;
  private final Reading listener;
  private final Trace trace;
  private final int[] piece;
  private final int[] word;
  private final boolean[] bytesUnderWay;
  private final boolean[] wordUnderWay;
  private final boolean[] wordOwed;
  private final boolean[] right;
  private @Nullable Failure failure;
  private boolean stopped;
  private boolean ended;
  private boolean stalled;
  private int roundTrips;

  PieceReader(Link link, Delivery delivery, Hold into, RemoteObject from, Reading listener) {
    this.link = link;
    landing = delivery.landing();
    acceptance = delivery.acceptance();
    this.into = into;
    this.from = from;
    this.listener = listener;
    trace = delivery.trace();
    int places = Math.min(AT_ONCE, landing.pieceCount());
    piece = new int[places];
    word = new int[places];
    bytesUnderWay = new boolean[places];
    wordUnderWay = new boolean[places];
    wordOwed = new boolean[places];
    right = new boolean[places];
    Arrays.fill(piece, -1);
  }

  /** Begins and goes on: asks for as much as there is room for. */
  void read() {
    if (!stopped && !link.isReady()) {
      fail(Kind.BROKEN, "the connection is gone");
    }
    for (int place = 0; place < piece.length && !stopped && !stalled; place++) {
      if (piece[place] < 0 && !begin(place)) {
        break;
      }
    }
    endIfQuiet();
  }

  /** No more; it ends when nothing is under way. */
  void stop() {
    fail(Kind.CANCELLED, "not wanted any more");
    sweep();
    endIfQuiet();
  }

  private void fail(Kind kind, String why) {
    stopped = true;
    if (failure == null) {
      failure = Failure.of(kind, why);
    }
  }

  /** Asks for one more piece; false when there is none, or no room. */
  private boolean begin(int place) {
    int next = landing.take();
    if (next < 0) {
      return false;
    }
    if (!ask(place, next)) {
      landing.giveBack(next);
      stall();
      return false;
    }
    return true;
  }

  private boolean ask(int place, int next) {
    int scratch = link.side().scratch().take();
    if (scratch < 0) {
      return false;
    }
    long start = landing.pieceStart(next);
    long length = landing.pieceLength(next);
    bytesUnderWay[place] = length > 0;
    if (length > 0 && !readBytes(place, start, length)) {
      bytesUnderWay[place] = false;
      link.side().scratch().giveBack(scratch);
      return false;
    }
    piece[place] = next;
    word[place] = scratch;
    wordOwed[place] = true;
    right[place] = false;
    readWord(place);
    return true;
  }

  private boolean readBytes(int place, long start, long length) {
    boolean asked =
        link.read(
            into,
            landing.object().offset() + start,
            from.bytes().slice(start, length),
            this,
            place << 1);
    if (asked) {
      needed(1);
    }
    return asked;
  }

  /** So many round trips have been needed by now, for all pieces. */
  private void needed(int count) {
    for (; roundTrips < count; roundTrips++) {
      trace.roundTrip();
    }
  }

  private void readWord(int place) {
    wordUnderWay[place] = link.readWord(word[place], from.control(), this, place << 1 | WORD_TAG);
    wordOwed[place] = !wordUnderWay[place];
    if (wordOwed[place]) {
      stall();
    } else {
      boolean behindThem = bytesUnderWay[place] || landing.pieceLength(piece[place]) == 0;
      needed(behindThem ? 1 : 2);
    }
  }

  private void stall() {
    if (!stalled) {
      stalled = true;
      link.stall(this);
    }
  }

  @Override
  public void resume() {
    stalled = false;
    if (!ended) {
      if (!link.isReady()) {
        fail(Kind.BROKEN, "the connection is gone");
      }
      sweep();
      read();
    }
  }

  /** Asks for words that are owed, and lets go of places for which nothing comes any more. */
  private void sweep() {
    for (int place = 0; place < piece.length; place++) {
      if (piece[place] >= 0 && wordOwed[place] && !bytesUnderWay[place]) {
        settle(place);
      }
    }
  }

  @Override
  public void ended(int tag, OperationStatus status) {
    int place = tag >> 1;
    if ((tag & WORD_TAG) == 0) {
      bytesUnderWay[place] = false;
    } else {
      wordUnderWay[place] = false;
      right[place] = status == OperationStatus.DONE && isConfirmed(place);
    }
    if (status != OperationStatus.DONE) {
      failed(status);
    }
    settle(place);
    read();
  }

  private boolean isConfirmed(int place) {
    boolean confirmed =
        acceptance.isStill(link.side().scratch().value(word[place]), from.generation());
    if (!confirmed) {
      fail(Kind.STALE, "the object is not there any more");
    }
    return confirmed;
  }

  private void failed(OperationStatus status) {
    switch (status) {
      case DISCONNECTED -> fail(Kind.BROKEN, "the connection broke");
      case CORRUPT -> fail(Kind.DAMAGED, "bytes were damaged on their way");
      default -> fail(Kind.UNREADABLE, "its memory cannot be read there: " + status);
    }
  }

  /** Goes on with one place as far as that is possible. */
  private void settle(int place) {
    if (bytesUnderWay[place] || wordUnderWay[place]) {
      return;
    }
    if (wordOwed[place] && !stopped) {
      if (!stalled) {
        readWord(place);
      }
      return;
    }
    link.side().scratch().giveBack(word[place]);
    int ready = piece[place];
    piece[place] = -1;
    wordOwed[place] = false;
    if (right[place] && !isSpoilt()) {
      landing.arrived(ready);
      listener.advanced();
    } else {
      landing.giveBack(ready);
    }
  }

  /** One damaged or stale piece casts doubt on those that are under way. */
  private boolean isSpoilt() {
    return failure != null && failure.kind() != Kind.CANCELLED;
  }

  private void endIfQuiet() {
    if (ended || isBusy() || (!stopped && landing.hasFree())) {
      return;
    }
    ended = true;
    listener.ended(failure);
  }

  private boolean isBusy() {
    for (int place = 0; place < piece.length; place++) {
      if (piece[place] >= 0) {
        return true;
      }
    }
    return false;
  }
}
