// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.part.Silence;
import io.tokamak.memory.os.Pacing;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One TCP connection with its frames in both directions. */
final class Flow implements Incoming.Receiver {
  private static final Logger LOG = System.getLogger(Flow.class.getName());

  private final Sockets sockets;
  private final SocketChannel channel;
  private final Link link;
  private final SelectionKey key;
  private final Incoming incoming;
  private final Outgoing outgoing;
  private final FrameHeader header = new FrameHeader();
  private FlowUser user;
  private boolean open = true;
  private boolean changed;
  private boolean noted;
  private final Silence silence;
  private long deadlineNs;
  private boolean established;
  private int index;

  /** A flow that begins when its socket is ready for {@code awaited}. */
  Flow(
      Sockets sockets,
      SocketChannel channel,
      Link link,
      int awaited,
      FlowUser user,
      long deadlineNs)
      throws IOException {
    this.sockets = sockets;
    this.channel = channel;
    this.link = link;
    this.user = user;
    this.deadlineNs = deadlineNs;
    incoming = new Incoming(sockets.pages(), this);
    outgoing = new Outgoing(sockets.pages());
    silence = new Silence(sockets.nowNs());
    key = sockets.watch(channel, awaited, this::ready);
  }

  /** What waits to be sent; whoever adds to it calls {@link #changed}. */
  Outgoing outgoing() {
    return outgoing;
  }

  /** A header to fill for {@link #outgoing}. */
  FrameHeader start(FrameType type) {
    return header.start(type);
  }

  /** Has what was added sent in this poll or the next. */
  void changed() {
    if (!changed && open) {
      changed = true;
      sockets.changed(this);
    }
  }

  /** Sends a frame without a payload. */
  void send(FrameHeader frame) {
    outgoing.header(frame);
    changed();
  }

  /** Sends a frame of its own; allocates. */
  void send(FrameType type, byte[] payload) {
    outgoing.begin();
    outgoing.copy(MemorySegment.ofArray(payload), 0, payload.length);
    outgoing.end(header.start(type));
    changed();
  }

  /** Sends a frame that says why. */
  void send(FrameType type, String why) {
    byte[] text = why.getBytes(StandardCharsets.UTF_8);
    send(type, Arrays.copyOf(text, Math.min(text.length, Limits.TEXT_BYTES)));
  }

  /** A payload that says why. */
  static String text(MemorySegment payload) {
    String text = new String(payload.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  /** Belongs to somebody else from here on. */
  void user(FlowUser next, int flowIndex) {
    user = next;
    index = flowIndex;
    if (flowIndex == 0) {
      incoming.readAhead();
    }
  }

  int index() {
    return index;
  }

  /** Payloads have no checksum from here on, in both directions. */
  void withoutChecksums() {
    incoming.withoutChecksums();
    outgoing.withoutChecksums();
  }

  /** The handshake is over: silence counts now, and no deadline. */
  void established() {
    established = true;
    link.established();
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
    return open;
  }

  private void ready(SelectionKey told) {
    if (!noted) {
      noted = true;
      sockets.ready(this);
    }
  }

  /** The socket had something, or room for something. Returns how much was done. */
  int work() {
    noted = false;
    if (!open) {
      return 0;
    }
    try {
      if (key.isConnectable()) {
        channel.finishConnect();
        Pacing.lift(channel);
        key.interestOps(SelectionKey.OP_READ);
        user.connected(this);
        return 1;
      }
      if (key.isWritable()) {
        changed();
      }
      return key.isReadable() || link.hasMore() ? read() : 0;
    } catch (IOException | BadFrameException failure) {
      fail(failure);
      return 1;
    } catch (RuntimeException surprise) {
      surprised(surprise);
      return 1;
    }
  }

  /** Reads what is there, though nobody was told that there is something. */
  void listen() {
    try {
      if (open) {
        read();
      }
    } catch (IOException | BadFrameException failure) {
      fail(failure);
    } catch (RuntimeException surprise) {
      surprised(surprise);
    }
  }

  private int read() throws IOException {
    int bytes = incoming.read(link, Limits.READ_BUDGET_BYTES);
    if (link.becameWritable() || link.awaitsRoom(false)) {
      changed();
    }
    again();
    if (bytes < 0 && open) {
      user.lost(this, "the peer closed the connection");
    }
    if (bytes != 0) {
      silence.heard(sockets.nowNs());
    }
    return 1;
  }

  /** What a link has more of is for the next poll: there will be no other sign of it. */
  private void again() {
    if (open && link.hasMore()) {
      ready(key);
      sockets.hurry();
    }
  }

  /** Sends what the socket takes. */
  void write() {
    changed = false;
    if (!open || !channel.isConnected()) {
      return;
    }
    try {
      link.flush();
      if (send() > 0) {
        silence.spoke(sockets.nowNs());
      }
      again();
      boolean awaitsRoom = link.awaitsRoom(!outgoing.isEmpty());
      int wanted = SelectionKey.OP_READ | (awaitsRoom ? SelectionKey.OP_WRITE : 0);
      if (key.interestOps() != wanted) {
        key.interestOps(wanted);
      }
    } catch (IOException failure) {
      fail(failure);
    } catch (RuntimeException surprise) {
      surprised(surprise);
    }
  }

  private long send() throws IOException {
    boolean several = outgoing.isSeveral();
    if (several) {
      link.together(true);
    }
    long written = outgoing.write(link);
    if (several) {
      link.together(false);
    }
    return written;
  }

  /** A defect, here or with who hears of what comes: it costs this connection only. */
  private void surprised(RuntimeException surprise) {
    LOG.log(Level.WARNING, "a connection ends, as its data could not be handled", surprise);
    fail(surprise);
  }

  private void fail(Exception failure) {
    if (open) {
      String message = failure.getMessage();
      user.lost(this, message == null ? failure.toString() : message);
    }
  }

  /** Looks at the time. {@code pausedNs} is how long this node itself has not been listening. */
  void tick(long nowNs, long pausedNs, long silenceNs) {
    Silence.Verdict verdict =
        established
            ? silence.tick(nowNs, pausedNs, silenceNs)
            : silence.tickUntilReady(nowNs, pausedNs, deadlineNs);
    switch (verdict) {
      case LATE, SILENT -> user.lost(this, Silence.reason(verdict, silenceNs));
      case SPEAK -> {
        if (outgoing.isEmpty()) {
          send(header.start(FrameType.PING));
        }
      }
      case FINE -> {}
    }
  }

  void detach(TcpRegion region) {
    outgoing.detach(region);
  }

  @Override
  public void frame(FrameHeader frame, MemorySegment payload) {
    user.frame(this, frame, payload);
  }

  @Override
  public void place(FrameHeader frame, Incoming.Placement placement) {
    user.place(this, frame, placement);
  }

  @Override
  public void placed(FrameHeader frame, boolean intact) {
    user.placed(this, frame, intact);
  }

  /** Ends it, with what can be sent without waiting. Can be repeated. */
  void close() {
    if (!open) {
      return;
    }
    open = false;
    sockets.closed(this);
    try {
      if (channel.isConnected()) {
        outgoing.write(link);
      }
    } catch (IOException gone) {
      // It is being closed anyway.
    }
    incoming.close();
    outgoing.clear();
    try {
      link.close();
    } catch (IOException unusable) {
      // There is nothing left to close.
    }
  }
}
