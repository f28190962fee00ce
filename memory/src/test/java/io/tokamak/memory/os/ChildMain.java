// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.tokamak.memory.MemoryException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The other process of the two-process tests. Speaks by lines on standard output. */
public final class ChildMain {

  private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(50);

  private ChildMain() {}

  /** Runs the scenario named first, with the arguments that follow. */
  public static void main(String[] args) throws IOException {
    switch (args[0]) {
      case "native-access" -> nativeAccess();
      case "read-first-int" -> readFirstInt(Path.of(args[1]));
      case "futex-wait" -> futexWait(Path.of(args[1]), Boolean.parseBoolean(args[2]));
      case "hold-lock" -> holdLock(Path.of(args[1]));
      case "connect" -> connect(Path.of(args[1]));
      case "send-file" -> sendFile(Path.of(args[1]), Integer.parseInt(args[2]));
      case "receive-file" -> receiveFile(Path.of(args[1]));
      case "allocation" -> MessageAllocation.measure(Path.of(args[1]));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void say(Object line) {
    System.out.println(line);
    System.out.flush();
  }

  private static void waitToBeLetGo() throws IOException {
    System.in.readAllBytes();
  }

  private static void nativeAccess() {
    say(attempt(() -> SystemMemory.pageLengthBytes()));
    say(attempt(() -> SystemMemory.pageLengthBytes()));
  }

  private static String attempt(java.util.function.LongSupplier call) {
    try {
      return "ok " + call.getAsLong();
    } catch (MemoryException e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  private static void readFirstInt(Path path) {
    try (MappedFile file = MappedFile.open(path, true);
        Arena arena = Arena.ofConfined()) {
      say(file.map(arena, 4, true).get(JAVA_INT, 0));
    }
  }

  private static void futexWait(Path path, boolean readOnly) {
    try (MappedFile file = MappedFile.open(path, readOnly);
        Arena arena = Arena.ofConfined()) {
      MemorySegment segment = file.map(arena, 4096, readOnly);
      say("ready");
      say(Futex.waitOn(segment, 64, 0, WAIT_NS));
    }
  }

  private static void holdLock(Path path) throws IOException {
    Optional<LockFile> lock = LockFile.tryAcquire(path);
    say(lock.isPresent() ? "held" : "refused");
    waitToBeLetGo();
    lock.ifPresent(LockFile::close);
  }

  private static void connect(Path path) throws IOException {
    try (UnixSocket socket = UnixSocket.connect(path, 10_000)) {
      say("connected");
      waitToBeLetGo();
    }
  }

  private static void sendFile(Path path, int content) throws IOException {
    try (UnixSocket socket = UnixSocket.connect(path, 10_000);
        MappedFile file = MappedFile.anonymous("passed");
        Arena arena = Arena.ofConfined()) {
      file.truncate(4096);
      file.map(arena, 4096, false).set(JAVA_INT, 0, content);
      say(socket.sendWithDescriptor(arena.allocateFrom("file"), 0, 4, file.descriptor()));
      waitToBeLetGo();
    }
  }

  private static void receiveFile(Path path) {
    try (UnixSocket socket = UnixSocket.connect(path, 10_000);
        Arena arena = Arena.ofConfined()) {
      Received received = socket.receiveWithDescriptor(arena.allocate(16), 0, 16);
      try (MappedFile file = MappedFile.adopt(received.descriptor())) {
        say(file.map(arena, 4096, true).get(JAVA_INT, 0));
        say(attempt(() -> file.map(arena, 4096, false).address()));
      }
    }
  }
}
