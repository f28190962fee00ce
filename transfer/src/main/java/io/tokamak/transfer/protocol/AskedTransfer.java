// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.protocol;

import io.tokamak.fabric.service.BadMessageException;
import io.tokamak.transfer.Protocol;
import io.tokamak.transfer.TransferRecord.Phase;
import io.tokamak.transfer.link.Correspondent;
import io.tokamak.transfer.link.Hold;
import io.tokamak.transfer.link.Link;
import io.tokamak.transfer.message.Answer;
import io.tokamak.transfer.message.Answer.Pointers;
import io.tokamak.transfer.message.AnswerStatus;
import io.tokamak.transfer.message.Ask;
import io.tokamak.transfer.message.Chunk;
import io.tokamak.transfer.message.Credit;
import io.tokamak.transfer.message.Fin;
import io.tokamak.transfer.message.TransferType;
import io.tokamak.transfer.protocol.Failure.Kind;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The protocols in which the holder is asked, seen from the receiver. The answer says which one it
 * is: the bytes are in it (eager), follow in chunks (eager, socket), or are to be read
 * (rendezvous).
 */
public final class AskedTransfer extends Attempt implements Correspondent, Reading {
  /** Chunks that a holder may send before it is given more. */
  public static final int CREDITS = 16;

  private final Wish wish;
  private long number;
  private long received;
  private long creditBytes; // up to here the holder may send
  private long chunkBytes;
  private long from;
  private int owedCredits;
  private @Nullable Protocol chunked;
  private @Nullable PieceReader reader;
  private @Nullable Hold into;

  /**
   * What is wanted of the holder.
   *
   * @param protocol null: it chooses
   * @param checksum whether the checksum of the object must come with it
   * @param relayed whether a holder will do that is still receiving the object
   * @param decided hears what the holder chose
   */
  public record Wish(
      @Nullable Protocol protocol,
      boolean checksum,
      int patienceMs,
      boolean relayed,
      Decided decided) {}

  /** Hears of the holder's choice. */
  public interface Decided {
    /** This protocol it is. */
    void decided(Protocol protocol);
  }

  /** Of an object that somebody is thought to have. */
  public AskedTransfer(Delivery delivery, Link link, Wish wish, AttemptListener listener) {
    super(delivery, link, listener);
    this.wish = wish;
  }

  @Override
  public void begin() {
    delivery().trace().enter(Phase.HANDSHAKE, progressed());
    number = link().open(this);
    from = wish.relayed ? delivery().landing().here() : 0;
    Ask ask =
        new Ask(
            number,
            delivery().id(),
            wish.protocol,
            wish.checksum,
            CREDITS,
            wish.patienceMs,
            wish.relayed,
            from);
    link().post(ask.write(link().letter()));
    delivery().trace().message();
    if (!link().isReady()) {
      lost("the connection is gone");
    }
  }

  @Override
  public void received(TransferType type, MemorySegment message) {
    progressed();
    switch (type) {
      case DATA -> answered(Answer.read(message), message);
      case CHUNK -> chunk(Chunk.offset(message), Chunk.payload(message));
      case ENDED -> endedThere();
      default -> throw Link.unexpected(type);
    }
  }

  /** What is being read shows itself whether it was still there. */
  private void endedThere() {
    if (reader == null) {
      finish(Failure.of(Kind.BUSY, "the holder did not wait any longer"), null);
    }
  }

  private void answered(Answer answer, MemorySegment message) {
    if (chunked != null || reader != null) {
      throw new BadMessageException("there is an answer already to transfer " + number);
    }
    delivery().trace().message();
    delivery().trace().roundTrip();
    if (answer.status() != AnswerStatus.FOUND) {
      finish(refusal(answer), null);
    } else {
      found(answer, message);
    }
  }

  private static Failure refusal(Answer answer) {
    return switch (answer.status()) {
      case BUSY -> new Failure(Kind.BUSY, "the holder is busy", answer.other(), null);
      case NOT_SEALED -> Failure.of(Kind.UNSEALED, "it is being written at the holder");
      default -> Failure.of(Kind.STALE, "the holder does not have it");
    };
  }

  private void found(Answer answer, MemorySegment message) {
    Landing landing = delivery().landing();
    if (!landing.fits(answer.place())) {
      String why = "it has other lengths there: " + answer.place();
      finish(new Failure(Kind.RESIZED, why, null, answer.place()), Fin.End.FAILED);
    } else if (wish.checksum && !answer.checked()) {
      finish(Failure.of(Kind.BUSY, "the holder gave no checksum"), Fin.End.FAILED);
    } else if (answer.checked() && !landing.agrees(answer.checksum())) {
      finish(
          Failure.of(Kind.OTHER_VERSION, "the holder has another object under this id"),
          Fin.End.FAILED);
    } else {
      wish.decided.decided(answer.protocol());
      move(answer, message);
    }
  }

  private void move(Answer answer, MemorySegment message) {
    Pointers pointers = answer.pointers();
    if (answer.inline()) {
      delivery().trace().enter(Phase.COPY, progressed());
      store(0, Answer.payload(message));
      delivery().landing().allArrived();
      finish(null, null);
    } else if (pointers == null) {
      expectChunks(answer.protocol());
    } else if (pointers.object().length() != delivery().landing().length()) {
      throw new BadMessageException("the pointer has another length than the object");
    } else {
      read(new RemoteObject(pointers.object(), pointers.control(), answer.place().generation()));
    }
  }

  private void expectChunks(Protocol protocol) {
    delivery().trace().enter(Phase.WIRE, progressed());
    if (!wish.relayed) {
      delivery().landing().clear();
    }
    received = from;
    chunked = protocol;
    if (delivery().landing().length() == 0) {
      delivery().landing().allArrived();
      finish(null, null);
    }
  }

  private void read(RemoteObject from) {
    Landing landing = delivery().landing();
    delivery().trace().enter(Phase.REGISTER, progressed());
    Hold hold = link().side().registrations().hold(landing.object().offset(), landing.length());
    delivery().trace().registered(hold.made());
    delivery().trace().enter(Phase.WIRE, progressed());
    into = hold;
    reader = new PieceReader(link(), delivery(), hold, from, this);
    reader.read();
  }

  private void store(long offset, MemorySegment bytes) {
    long at = delivery().landing().object().offset() + offset;
    MemorySegment.copy(bytes, 0, delivery().data(), at, bytes.byteSize());
    delivery().trace().copied(2);
  }

  private void chunk(long offset, MemorySegment bytes) {
    long length = delivery().landing().length();
    if (chunked == null || offset != received || bytes.byteSize() > length - received) {
      throw new BadMessageException(
          "a chunk of %d bytes at %d, where %d of %d were here"
              .formatted(bytes.byteSize(), offset, received, length));
    }
    delivery().trace().message();
    delivery().trace().enter(Phase.COPY, progressNs());
    store(offset, bytes);
    delivery().trace().enter(Phase.WIRE, progressed());
    if (chunkBytes == 0) {
      creditBytes = received + CREDITS * bytes.byteSize();
      chunkBytes = bytes.byteSize();
    }
    received += bytes.byteSize();
    owedCredits++;
    if (wish.relayed) {
      delivery().landing().arrivedUpTo(received);
    }
    if (received == length) {
      delivery().landing().allArrived();
      finish(null, null);
    } else if (chunked == Protocol.EAGER) {
      giveCredit(length);
    }
  }

  /** In handfuls, and only if the holder will need it: one that relays sends smaller chunks. */
  private void giveCredit(long length) {
    if (owedCredits >= CREDITS / 2 && (wish.relayed || creditBytes < length)) {
      link().post(Credit.write(link().letter(), number, owedCredits));
      delivery().trace().message();
      creditBytes += owedCredits * chunkBytes;
      owedCredits = 0;
    }
  }

  @Override
  public void advanced() {
    progressed();
  }

  @Override
  public void ended(@Nullable Failure failure) {
    if (into != null) {
      link().side().registrations().release(into);
    }
    boolean cancelled = failure != null && failure.kind() == Kind.CANCELLED;
    Fin.End end = cancelled ? Fin.End.CANCELLED : Fin.End.FAILED;
    finish(failure, failure == null ? Fin.End.DONE : end);
  }

  @Override
  public void stop() {
    if (reader != null) {
      reader.stop();
    } else {
      finish(Failure.of(Kind.CANCELLED, "not wanted any more"), Fin.End.CANCELLED);
    }
  }

  @Override
  public boolean isReading() {
    return reader != null;
  }

  @Override
  public void lost(String why) {
    if (reader == null) {
      finish(Failure.of(Kind.BROKEN, why), null);
    }
  }

  private void finish(@Nullable Failure failure, Fin.@Nullable End told) {
    if (hasEnded()) {
      return;
    }
    link().close(number);
    if (told != null && link().isReady()) {
      link().post(Fin.write(link().letter(), number, told));
      delivery().trace().message();
    }
    end(failure);
  }
}
