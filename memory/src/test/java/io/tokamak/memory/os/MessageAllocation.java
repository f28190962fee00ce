// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Measures what messages allocate, in a process where nothing else runs. */
final class MessageAllocation {

  private static final int ROUNDS = 40;
  private static final int CALLS_PER_ROUND = 20_000;

  private MessageAllocation() {}

  /** Prints the least bytes per call of any round, once for each kind of call. */
  static void measure(Path socketPath) {
    try (UnixListener listener =
            UnixListener.listen(socketPath, PosixFilePermissions.fromString("rw-------"), 1);
        UnixSocket client = UnixSocket.connect(socketPath, 1000);
        UnixSocket server = listener.accept().orElseThrow();
        Poller poller = Poller.open(8);
        Arena arena = Arena.ofShared()) {
      MemorySegment buffer = arena.allocate(4096, 8);
      poller.add(server.descriptor(), Poller.READ, 1);
      print("message", () -> message(client, server, poller, buffer));
      print("wake-up", () -> wakeUp(poller));
      print("futex", () -> futex(buffer));
    }
  }

  private static void message(
      UnixSocket client, UnixSocket server, Poller poller, MemorySegment buffer) {
    client.send(buffer, 0, 64);
    poller.await(1000);
    server.receive(buffer, 0, 64);
  }

  private static void wakeUp(Poller poller) {
    poller.wakeUp();
    poller.await(1000);
  }

  private static void futex(MemorySegment buffer) {
    Futex.wake(buffer, 256, 1);
    Futex.waitOn(buffer, 256, 7, 1);
  }

  private static void print(String name, Runnable call) {
    double least = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS && least >= 1; round++) {
      least = Math.min(least, bytesPerCall(call));
    }
    System.out.printf("%s %d%n", name, (long) least);
  }

  private static double bytesPerCall(Runnable call) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS_PER_ROUND; i++) {
      call.run();
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / (double) CALLS_PER_ROUND;
  }
}
