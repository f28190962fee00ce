// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one socket into frames. Headers and short payloads go through a buffer;
 * messages longer than it are gathered in one of their own; the payload of DATA and WRITE goes from
 * the socket straight to where it belongs.
 *
 * <p>A flow of messages reads ahead as far as its buffer goes. A flow of bulk reads exactly what
 * the frame needs, since what it would read ahead would have to be copied.
 *
 * <p>Whatever the bytes are: at most a {@link BadFrameException}. No allocation in a steady
 * traffic, therefore one buffer for each call: the sockets of the JDK allocate for several. For one
 * thread.
 */
final class Incoming {
  private static final int AHEAD_BYTES = 64 << 10;

  /** Hears of frames, in order. */
  interface Receiver {
    /** A frame with its payload, which is there until this method returns. */
    void frame(FrameHeader header, MemorySegment payload);

    /** A DATA or WRITE begins: says where its payload goes. Left empty, it goes nowhere. */
    void place(FrameHeader header, Placement placement);

    /** All of it is there. */
    void placed(FrameHeader header, boolean intact);

    /** Whether more is wanted. */
    boolean isOpen();
  }

  /** Where a payload goes. */
  static final class Placement {
    @Nullable TcpRegion region;
    long offset;

    void at(TcpRegion into, long at) {
      region = into;
      offset = at;
    }
  }

  private enum Phase {
    HEADER,
    /** The payload is, or will be, in the buffer. */
    BUFFERED,
    /** The payload goes into a message of its own; the buffer has nothing. */
    MESSAGE,
    /** The payload goes to its place; the buffer has nothing. */
    PLACED
  }

  private final Pages pages;
  private final Receiver receiver;
  private final FrameHeader header = new FrameHeader();
  private final Checksum checksum = new Checksum();
  private final Placement placement = new Placement();
  private boolean readsAhead;
  private ByteBuffer buffer = FrameHeader.buffer(FrameHeader.LENGTH + Limits.TEXT_BYTES);
  private Slices slices = new Slices(buffer);
  private Phase phase = Phase.HEADER;
  private @Nullable MessageBuffer message;

  /** Start of what is not digested; the end is the buffer's position. */
  private int head;

  /** Bytes of a message or of a placed payload that are still to come. */
  private int missing;

  Incoming(Pages pages, Receiver receiver) {
    this.pages = pages;
    this.receiver = receiver;
  }

  /** From here on this is a flow of messages. Between frames: nothing has been read ahead yet. */
  void readAhead() {
    readsAhead = true;
    buffer = FrameHeader.buffer(FrameHeader.LENGTH + AHEAD_BYTES);
    slices = new Slices(buffer);
    head = 0;
  }

  /** Payloads that come from here on have no checksum. */
  void withoutChecksums() {
    checksum.off();
  }

  /**
   * Reads what is there, up to about {@code budgetBytes}.
   *
   * @return bytes read, or -1 at the end of the stream
   */
  int read(ReadableByteChannel channel, int budgetBytes) throws IOException {
    int total = 0;
    while (total < budgetBytes && receiver.isOpen()) {
      ByteBuffer target = missing > 0 ? direct() : ahead();
      int wanted = target.remaining();
      int read = channel.read(target);
      if (read < 0) {
        return -1;
      }
      total += read;
      if (missing > 0) {
        arrived(target, read);
      }
      digest();
      if (read < wanted) {
        break;
      }
    }
    return total;
  }

  /** Where the rest of a payload goes that does not go through the buffer. */
  private ByteBuffer direct() {
    if (message != null) {
      return message.bytes();
    }
    TcpRegion region = placement.region;
    return region != null && region.isOpen()
        ? region.window(placement.offset, missing)
        : pages.nowhere(missing);
  }

  /** The buffer, as far as it may be filled. */
  private ByteBuffer ahead() {
    int needed = phase == Phase.BUFFERED ? header.length : FrameHeader.LENGTH;
    return buffer.limit(readsAhead ? buffer.capacity() : head + needed);
  }

  /** {@code length} bytes came into {@code direct}, whose position is behind them. */
  private void arrived(ByteBuffer direct, int length) {
    checksum.add(direct, direct.position() - length, length);
    missing -= length;
    placement.offset += length;
  }

  private void digest() {
    while (receiver.isOpen()) {
      boolean goesOn =
          switch (phase) {
            case HEADER -> header();
            case BUFFERED -> buffered();
            case MESSAGE, PLACED -> copied();
          };
      if (!goesOn) {
        compact();
        return;
      }
    }
  }

  private int available() {
    return buffer.position() - head;
  }

  private void compact() {
    if (head > 0) {
      buffer.limit(buffer.position()).position(head);
      buffer.compact();
      head = 0;
    }
  }

  private boolean header() {
    if (available() < FrameHeader.LENGTH) {
      return false;
    }
    header.read(buffer.limit(buffer.capacity()), head);
    head += FrameHeader.LENGTH;
    begin();
    return true;
  }

  private void begin() {
    checksum.reset();
    if (header.type.placed()) {
      phase = Phase.PLACED;
      missing = header.length;
      placement.region = null;
      receiver.place(header, placement);
    } else if (FrameHeader.LENGTH + header.length > buffer.capacity()) {
      if (!readsAhead) {
        throw new BadFrameException("a message on a flow of bulk");
      }
      phase = Phase.MESSAGE;
      missing = header.length;
      message = pages.message();
      message.bytes().limit(header.length);
    } else {
      phase = Phase.BUFFERED;
    }
  }

  private boolean buffered() {
    if (available() < header.length) {
      return false;
    }
    int at = head;
    checksum.add(buffer.limit(buffer.capacity()), at, header.length);
    checkPayload();
    head += header.length;
    phase = Phase.HEADER;
    receiver.frame(header, slices.of(at, header.length));
    return true;
  }

  /** What the buffer has of a payload that goes elsewhere. */
  private boolean copied() {
    while (missing > 0 && available() > 0) {
      ByteBuffer direct = direct();
      int step = Math.min(available(), direct.remaining());
      int end = buffer.position();
      direct.put(buffer.limit(head + step).position(head));
      buffer.limit(buffer.capacity()).position(end);
      head += step;
      arrived(direct, step);
    }
    if (missing > 0) {
      return false;
    }
    finish();
    return true;
  }

  private void finish() {
    Phase finished = phase;
    phase = Phase.HEADER;
    if (finished == Phase.PLACED) {
      receiver.placed(header, checksum.value() == header.payloadChecksum);
      return;
    }
    MessageBuffer whole = message;
    message = null;
    if (whole != null) {
      try {
        checkPayload();
        receiver.frame(header, whole.slices().of(0, header.length));
      } finally {
        pages.message(whole);
      }
    }
  }

  private void checkPayload() {
    if (checksum.value() != header.payloadChecksum) {
      throw new BadFrameException("damaged payload of " + header.type);
    }
  }

  /** Gives back what is borrowed; nothing more is read. */
  void close() {
    if (message != null) {
      pages.message(message);
      message = null;
    }
  }
}
