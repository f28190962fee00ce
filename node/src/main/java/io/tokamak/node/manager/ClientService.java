// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.manager;

import io.tokamak.fabric.Readiness;
import io.tokamak.store.service.LimitedLog;
import io.tokamak.transfer.ManagerCalls;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.frame.FrameAssembler;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;
import io.tokamak.wire.message.ErrorReply;
import io.tokamak.wire.message.Reply;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The clients of a manager, on a unix socket of their own: takes what they ask to {@link
 * ManagerCalls}, and what becomes of it back to them.
 *
 * <p>A step function for the manager's thread. Channels only note in {@link Readiness} that they
 * are ready; {@link #poll} does the work. A reply is written in the step in which the manager ends
 * what was asked, from within it. A client that sends garbage, does not read, or dies is dropped
 * alone, and what it asked is given up.
 */
public final class ClientService implements AutoCloseable {
  static final int MOST_CLIENTS = 1024;
  private static final int ACCEPTED_AT_ONCE = 16;
  private static final int READS_AT_ONCE = 4;

  private final Readiness readiness;
  private final ClientSocket socket;
  private final OwnWays ways;
  private final Dispatch dispatch;
  private final LimitedLog log;
  private final FrameReader reader = new FrameReader();
  private final FrameWriter writer = new FrameWriter(Arena.ofAuto());
  private final ByteBuffer received =
      ByteBuffer.allocateDirect(FrameAssembler.RECEIVE_BUFFER_LENGTH);
  private final MemorySegment receivedBytes = MemorySegment.ofBuffer(received);
  private final Set<ClientConnection> clients = new LinkedHashSet<>();
  private final ArrayDeque<ClientConnection> ready = new ArrayDeque<>();
  private final Set<FollowedNode> news = new LinkedHashSet<>();
  private long nowNs;
  private long requests;
  private long dropped;
  private long refused;

  private ClientService(
      Readiness readiness,
      ClientSocket socket,
      ManagerCalls calls,
      OwnWays ways,
      System.Logger logger) {
    this.readiness = readiness;
    this.socket = socket;
    this.ways = ways;
    this.dispatch = new Dispatch(this, calls);
    this.log = new LimitedLog(logger, () -> nowNs);
  }

  /**
   * Listens.
   *
   * @param path of the socket, in a directory of this user; what is there is replaced
   * @param ways what is said of the ways of this node to others
   * @param nowNs the time, by the clock of {@link #poll}
   */
  public static ClientService open(
      Path path, Readiness readiness, ManagerCalls calls, OwnWays ways, long nowNs)
      throws IOException {
    System.Logger logger = System.getLogger(ClientService.class.getName());
    ClientService service =
        new ClientService(readiness, ClientSocket.listen(path, readiness), calls, ways, logger);
    service.nowNs = nowNs;
    return service;
  }

  /** What is said of the ways of this node to others. */
  OwnWays ways() {
    return ways;
  }

  /** Does what clients asked since the last call. Returns how much that was. */
  public int poll(long newNowNs) {
    nowNs = newNowNs;
    int work = accept();
    for (int turns = ready.size(); turns > 0; turns--) {
      ClientConnection client = ready.remove();
      client.clearQueued();
      work++;
      serve(client);
    }
    return work + tellNews();
  }

  private int accept() {
    int accepted = 0;
    try {
      SocketChannel channel = socket.accept();
      while (channel != null) {
        accepted(channel);
        accepted++;
        channel = accepted < ACCEPTED_AT_ONCE ? socket.accept() : null;
      }
    } catch (IOException outOfDescriptors) {
      log.warn(() -> "clients cannot connect: " + outOfDescriptors.getMessage(), outOfDescriptors);
    }
    return accepted;
  }

  private void accepted(SocketChannel channel) throws IOException {
    if (clients.size() >= MOST_CLIENTS) {
      refused++;
      log.warn(() -> "no more than %d clients of a manager at once".formatted(MOST_CLIENTS), null);
      channel.close();
      return;
    }
    try {
      channel.configureBlocking(false);
      ClientConnection client = new ClientConnection(channel, socket.isOwn(channel), this);
      client.watched(readiness.register(channel, SelectionKey.OP_READ, key -> look(client)));
      clients.add(client);
    } catch (IOException gone) {
      channel.close();
    }
  }

  /** Has a client looked after in the next poll. */
  private void look(ClientConnection client) {
    if (client.markQueued()) {
      ready.add(client);
      readiness.hurry();
    }
  }

  private void serve(ClientConnection client) {
    try {
      client.flush();
      read(client);
    } catch (ProtocolMismatchException garbage) {
      reject(client, reader.type(), reader.correlation(), garbage);
    } catch (IOException broken) {
      lost(client);
    } catch (RuntimeException surprise) {
      log.warn(() -> "a defect in the manager cost " + client + " its connection", surprise);
      drop(client, surprise.toString());
    }
  }

  private void read(ClientConnection client) throws IOException {
    handleFrames(client);
    for (int i = 0; i < READS_AT_ONCE && client.takesRequests(); i++) {
      int length = client.channel().read(received.clear());
      if (length < 0) {
        close(client);
        return;
      }
      client.input().accept(receivedBytes, length);
      handleFrames(client);
      if (length < received.capacity()) {
        return; // that was all; what comes later is told again
      }
    }
    if (client.takesRequests()) {
      look(client);
    }
  }

  private void handleFrames(ClientConnection client) {
    try {
      while (client.takesRequests() && client.input().next(reader)) {
        requests++;
        dispatch.handle(client, reader, nowNs);
      }
    } finally {
      client.input().retain();
    }
  }

  private int tellNews() {
    int told = news.size();
    for (FollowedNode node : List.copyOf(news)) {
      node.tell();
    }
    return told;
  }

  /** The frame of a reply, good until the next. */
  MemorySegment frame(MessageType type, long correlation, Reply reply) {
    try {
      reply.write(writer, type, correlation);
    } catch (InvalidRequestException tooLong) {
      ErrorReply.of(tooLong).write(writer, type, correlation);
    }
    return writer.frame();
  }

  /** Has events told in the next poll. */
  void hasNews(FollowedNode node) {
    if (news.add(node)) {
      readiness.hurry();
    }
  }

  void hasNoNews(FollowedNode node) {
    news.remove(node);
  }

  /** Tells a client what was wrong with its bytes, and ends the connection. */
  void reject(
      ClientConnection client, MessageType type, long correlation, ProtocolMismatchException bad) {
    dropped++;
    log.warn(() -> "dropped " + client + ": " + bad.getMessage(), null);
    client.end(type, correlation, ErrorReply.of(bad));
  }

  /** A client behaved so that it cannot be served any more. */
  void drop(ClientConnection client, String why) {
    dropped++;
    log.warn(() -> "dropped " + client + ": " + why, null);
    close(client);
  }

  /** The connection to a client broke. */
  void lost(ClientConnection client) {
    close(client);
  }

  void close(ClientConnection client) {
    if (clients.remove(client)) {
      client.close();
    }
  }

  /** Whether anybody is connected. */
  public boolean hasClients() {
    return !clients.isEmpty();
  }

  /** When {@link #poll} has something to do that no channel tells of. */
  public long nextDeadlineNs(long now) {
    return ready.isEmpty() && news.isEmpty() ? Long.MAX_VALUE : now;
  }

  /** What was counted, by name. */
  public Map<String, Long> counters() {
    Map<String, Long> counters = new LinkedHashMap<>();
    counters.put("manager-clients", (long) clients.size());
    counters.put("manager-requests", requests);
    counters.put("manager-clients-dropped", dropped);
    counters.put("manager-clients-refused", refused);
    counters.put("manager-prefetching", dispatch.prefetching());
    return counters;
  }

  /** Ends all connections, and removes the socket. */
  @Override
  public void close() {
    List.copyOf(clients).forEach(this::close);
    dispatch.close();
    try {
      socket.close();
    } catch (IOException left) {
      log.warn(() -> "the manager's socket could not be removed: " + left.getMessage(), left);
    }
  }
}
