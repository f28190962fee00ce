// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.Readiness;
import io.tokamak.fabric.part.Silence;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One socket with its frames in both directions. */
final class Flow implements Readiness.Ready, Incoming.Receiver {
  private enum State {
    /** Frames go both ways. */
    OPEN,
    /** This side has ended it and waits for the other side to close. */
    LINGERING,
    /** The socket is closed. */
    CLOSED
  }

  private final Sockets sockets;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Incoming incoming = new Incoming(this);
  private final ByteQueue queue = new ByteQueue();
  private final MemorySegment header = MemorySegment.ofArray(new byte[FrameHeader.LENGTH]);
  private FlowUser user;
  private @Nullable Runnable onPeerEnded;
  private State state = State.OPEN;
  private int readyFor;
  private boolean changed;
  private boolean established;
  private final Silence silence;
  private long deadlineNs;

  Flow(Sockets sockets, SocketChannel channel, FlowUser user, long deadlineNs) throws IOException {
    this.sockets = sockets;
    this.channel = channel;
    this.user = user;
    this.deadlineNs = deadlineNs;
    silence = new Silence(sockets.nowNs());
    key = sockets.readiness().register(channel, SelectionKey.OP_READ, this);
  }

  /** What waits to be sent; whoever adds to it calls {@link #changed}. */
  ByteQueue queue() {
    return queue;
  }

  /** Has what was added sent in this poll or the next. */
  void changed() {
    if (!changed && state == State.OPEN) {
      changed = true;
      sockets.changed(this);
    }
  }

  /** Adds a message to any queue. No allocation. */
  void message(ByteQueue target, MemorySegment head, MemorySegment body) {
    long length = head.byteSize() + body.byteSize();
    FrameHeader.write(header, FrameType.MESSAGE, (int) length, 0);
    target.add(header, 0, FrameHeader.LENGTH);
    target.add(head, 0, head.byteSize());
    target.add(body, 0, body.byteSize());
  }

  /** Sends a frame without a payload. */
  void send(FrameType type, long number) {
    FrameHeader.write(header, type, 0, number);
    queue.add(header, 0, FrameHeader.LENGTH);
    changed();
  }

  /** Sends a frame of its own; allocates. */
  void send(FrameType type, byte[] payload) {
    FrameHeader.write(header, type, payload.length, 0);
    queue.add(header, 0, FrameHeader.LENGTH);
    queue.add(MemorySegment.ofArray(payload), 0, payload.length);
    changed();
  }

  /** Sends a frame that says why. */
  void send(FrameType type, String why) {
    byte[] text = why.getBytes(StandardCharsets.UTF_8);
    send(type, Arrays.copyOf(text, Math.min(text.length, Limits.TEXT_BYTES)));
  }

  static String text(FrameHeader header, MemorySegment payload, long offset) {
    byte[] text = bytes(header, payload, offset);
    return new String(text, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
  }

  static byte[] bytes(FrameHeader header, MemorySegment payload, long offset) {
    return payload.asSlice(offset, header.length).toArray(ValueLayout.JAVA_BYTE);
  }

  /** Belongs to somebody else from here on. */
  void user(FlowUser next) {
    user = next;
  }

  /** The handshake is over: silence counts now, and no deadline. */
  void established() {
    established = true;
    silence.begin(sockets.nowNs());
  }

  boolean isEstablished() {
    return established;
  }

  long deadlineNs() {
    return deadlineNs;
  }

  @Override
  public boolean isOpen() {
    return state == State.OPEN;
  }

  @Override
  public void ready(SelectionKey selected) {
    if (readyFor == 0) {
      sockets.ready(this);
    }
    readyFor |= selected.readyOps();
  }

  /** Does what the socket was ready for. */
  void progress() {
    int operations = readyFor;
    readyFor = 0;
    if ((operations & SelectionKey.OP_WRITE) != 0) {
      changed();
    }
    if ((operations & SelectionKey.OP_READ) != 0) {
      if (state == State.LINGERING) {
        drain();
      } else if (state == State.OPEN) {
        read();
      }
    }
  }

  private void read() {
    try {
      if (incoming.read(channel, Limits.READ_BUDGET_BYTES) < 0) {
        fail("the peer closed the connection", true);
      }
      silence.heard(sockets.nowNs());
    } catch (IOException gone) {
      fail(reason(gone), true);
    } catch (BadFrameException bad) {
      fail(reason(bad), false);
    }
  }

  /** Sends what the socket takes. */
  void write() {
    changed = false;
    if (state != State.OPEN) {
      return;
    }
    if (sendRest() > 0) {
      silence.spoke(sockets.nowNs());
    }
    int wanted = SelectionKey.OP_READ | (queue.isEmpty() ? 0 : SelectionKey.OP_WRITE);
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
  }

  /** If the peer has closed its end, what it said before that is read first, then the end. */
  private long sendRest() {
    try {
      return queue.write(channel);
    } catch (IOException peerGone) {
      queue.clear();
      return 0;
    }
  }

  private static String reason(Exception failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }

  private void fail(String why, boolean peerEnded) {
    if (state == State.OPEN) {
      user.lost(this, why, peerEnded);
    }
  }

  /** Looks at the time. {@code pausedNs} is how long this node itself has not been listening. */
  void tick(long nowNs, long pausedNs, long silenceNs) {
    Silence.Verdict verdict =
        established
            ? silence.tick(nowNs, pausedNs, silenceNs)
            : silence.tickUntilReady(nowNs, pausedNs, deadlineNs);
    switch (verdict) {
      case LATE, SILENT -> fail(Silence.reason(verdict, silenceNs), false);
      case SPEAK -> {
        if (queue.isEmpty()) {
          send(FrameType.PING, 0);
        }
      }
      case FINE -> {}
    }
  }

  @Override
  public void frame(FrameHeader frame, MemorySegment payload, long offset) {
    user.frame(this, frame, payload, offset);
  }

  /** Ends it, with what can be sent without waiting. Can be repeated. */
  void close() {
    if (state == State.OPEN) {
      sendRest();
    }
    if (state != State.CLOSED) {
      state = State.CLOSED;
      sockets.closed(this);
      closeChannel();
    }
  }

  /**
   * Ends it, but keeps the socket until the peer has closed its end, which is proof that the peer
   * does nothing to this node's memory any more.
   */
  void linger(Runnable whenPeerEnded) {
    if (state != State.OPEN) {
      whenPeerEnded.run();
      return;
    }
    onPeerEnded = whenPeerEnded;
    sendRest();
    queue.clear();
    state = State.LINGERING;
    try {
      channel.shutdownOutput();
      key.interestOps(SelectionKey.OP_READ);
      sockets.lingering(this);
    } catch (IOException peerGone) {
      end();
    }
  }

  /**
   * Looks whether the peer is gone, between polls: a socket whose other end is closed cannot be
   * written to. True only if it surely is.
   */
  boolean isPeerGone() {
    if (state == State.LINGERING) {
      drain();
    } else if (state == State.OPEN) {
      try {
        if (queue.isEmpty()) {
          send(FrameType.PING, 0);
        }
        queue.write(channel);
      } catch (IOException gone) {
        return true;
      }
    }
    return state == State.CLOSED;
  }

  private void drain() {
    ByteBuffer nowhere = sockets.nowhere();
    try {
      int read;
      do {
        read = channel.read(nowhere.clear());
      } while (read == nowhere.capacity());
      if (read < 0) {
        end();
      }
    } catch (IOException peerGone) {
      end();
    }
  }

  /** Waits no more. */
  void end() {
    close();
    Runnable waiting = onPeerEnded;
    onPeerEnded = null;
    if (waiting != null) {
      waiting.run();
    }
  }

  private void closeChannel() {
    try {
      channel.close();
    } catch (IOException unusable) {
      // There is nothing left to close.
    }
  }
}
