// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.ranks;

import io.tokamak.benchmarks.harness.BenchException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All ranks, as one of them sees them. They meet at points: {@link #exchange} returns when all have
 * come, with what each had to say. A rank that ended, failed or does not come in time ends the run
 * for all of them, with a {@link BenchException} that says so. For one thread.
 */
public final class Ranks implements AutoCloseable {
  private static final int GLANCE_MS = 200;
  private static final int REST_MS = 10_000;
  private static final int LONGEST_HOST = 255;
  private static final long SLACK_NS = 10_000_000_000L;
  private static final long FAREWELL_NS = 2_000_000_000L;

  private final Membership membership;
  private final @Nullable Coordinator coordinator;
  private final Invitation invitation;
  private final Socket socket;
  private final DataInputStream input;
  private final DataOutputStream output;
  private final long patienceNs;
  private boolean over;

  Ranks(
      Membership membership,
      @Nullable Coordinator coordinator,
      Invitation invitation,
      Socket socket,
      Duration patience)
      throws IOException {
    this.membership = membership;
    this.coordinator = coordinator;
    this.invitation = invitation;
    this.socket = socket;
    this.patienceNs = patience.toNanos() + SLACK_NS;
    input = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    output = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
  }

  /** Which one this is. */
  public Membership membership() {
    return membership;
  }

  /** What the nodes of all ranks know; empty when each has it otherwise. */
  public String secret() {
    return invitation.secret();
  }

  /**
   * The address of this machine that the others reach it by. Known to the first rank when all have
   * met once.
   */
  public InetAddress address() {
    InetAddress used = coordinator == null ? null : coordinator.addressUsed();
    return used == null ? socket.getLocalAddress() : used;
  }

  /** Unlike that of any other run. */
  public String token() {
    return invitation.token();
  }

  /** What this machine is called. */
  public static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** Says who this is. */
  void introduce(String host) throws IOException {
    output.write(Frames.HELLO);
    Frames.text(output, invitation.token());
    output.writeInt(membership.rank());
    output.writeInt(membership.size());
    Frames.text(output, host.substring(0, Math.min(host.length(), LONGEST_HOST)));
    output.flush();
    socket.setSoTimeout(REST_MS);
    int kind = input.read();
    String refusal = kind == Frames.WELCOME || kind == Frames.REFUSED ? Frames.text(input) : "?";
    if (kind != Frames.WELCOME) {
      throw new IOException("the first rank does not take this one: " + refusal);
    }
  }

  /** Waits until all ranks are here; while it waits it does {@code meanwhile}, which may throw. */
  public void meet(String point, Runnable meanwhile) {
    exchange(point, "", meanwhile);
  }

  /**
   * The same, with something to say.
   *
   * @return what each rank said, by its number
   */
  public List<String> exchange(String point, String says, Runnable meanwhile) {
    try {
      output.write(Frames.COME);
      Frames.text(output, point);
      Frames.bytes(output, says.getBytes(StandardCharsets.UTF_8));
      output.flush();
      return awaited(point, System.nanoTime() + patienceNs, meanwhile);
    } catch (IOException e) {
      over = true;
      throw new BenchException("rank 0 is gone, at '" + point + "' (" + e + ")", e);
    }
  }

  private List<String> awaited(String point, long deadlineNs, Runnable meanwhile)
      throws IOException {
    int kind = glance(deadlineNs, meanwhile);
    return switch (kind) {
      case Frames.GO ->
          Frames.list(input).stream()
              .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
              .toList();
      case Frames.END -> {
        over = true;
        throw new BenchException(Frames.text(input));
      }
      default -> throw new IOException("end of the connection at '" + point + "'");
    };
  }

  private int glance(long deadlineNs, Runnable meanwhile) throws IOException {
    while (true) {
      try {
        socket.setSoTimeout(GLANCE_MS);
        int kind = input.read();
        socket.setSoTimeout(REST_MS);
        return kind;
      } catch (SocketTimeoutException nothing) {
        meanwhile.run();
        if (System.nanoTime() - deadlineNs > 0) {
          throw nothing;
        }
      }
    }
  }

  /** Tells all others that this one cannot go on, and why. */
  public void fail(String why) {
    if (over) {
      return;
    }
    over = true;
    try {
      output.write(Frames.FAIL);
      Frames.text(output, why);
      output.flush();
      long deadlineNs = System.nanoTime() + FAREWELL_NS;
      while (glance(deadlineNs, () -> {}) == Frames.GO) {
        Frames.list(input);
      }
    } catch (IOException gone) {
      // Then they know.
    }
  }

  /** Says that this one is done. The others do not miss it then. */
  public void leave() {
    over = true;
    try {
      output.write(Frames.LEAVE);
      output.flush();
    } catch (IOException gone) {
      // The first rank has left before.
    }
  }

  /** Goes. One that has not left before is missed by the others, whatever they do. */
  @Override
  public void close() {
    over = true;
    try {
      socket.close();
      if (coordinator != null) {
        coordinator.close();
      }
    } catch (IOException gone) {
      // It was closed by the other side.
    }
  }
}
