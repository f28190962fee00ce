// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.memory.libc.DescriptorMessage;
import io.tokamak.memory.libc.SocketCalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnixSocketTest {

  private static final int MEGABYTE = 1 << 20;

  @TempDir Path directory;

  private SocketPair pair;
  private UnixSocket client;
  private UnixSocket server;
  private Arena arena;
  private MemorySegment buffer;

  @BeforeEach
  void connect() {
    pair = SocketPair.connect(directory);
    client = pair.client();
    server = pair.server();
    arena = Arena.ofShared();
    buffer = arena.allocate(MEGABYTE, 8);
  }

  @AfterEach
  void close() {
    pair.close();
    arena.close();
  }

  @Test
  void shouldCarryBytesBothWays() {
    buffer.set(JAVA_LONG, 8, 0x0123456789abcdefL);
    assertThat(client.send(buffer, 8, 8)).isEqualTo(8);
    assertThat(server.receive(buffer, 64, 1000)).isEqualTo(8);
    assertThat(buffer.get(JAVA_LONG, 64)).isEqualTo(0x0123456789abcdefL);
    assertThat(server.send(buffer, 64, 4)).isEqualTo(4);
    assertThat(client.receive(buffer, 128, 1000)).isEqualTo(4);
    assertThat(buffer.get(JAVA_INT, 128)).isEqualTo(0x89abcdef);
  }

  @Test
  void shouldSendAndReceiveInFullWhatDoesNotFitAtOnce() {
    for (int i = 0; i < MEGABYTE / 4; i++) {
      buffer.setAtIndex(JAVA_INT, i, i);
    }
    MemorySegment copy = arena.allocate(MEGABYTE, 8);
    CompletableFuture<Long> sent =
        CompletableFuture.supplyAsync(() -> client.sendFully(buffer, 0, MEGABYTE));
    assertThat(server.receiveFully(copy, 0, MEGABYTE)).isEqualTo(MEGABYTE);
    assertThat(sent.join()).isEqualTo(MEGABYTE);
    assertThat(copy.mismatch(buffer)).isEqualTo(-1);
  }

  @Test
  void shouldTimeOutWhenNothingComes() {
    server.receiveTimeout(5);
    assertThat(server.receive(buffer, 0, 8)).isEqualTo(UnixSocket.TIMED_OUT);
    assertThat(server.receiveFully(buffer, 0, 8)).isEqualTo(UnixSocket.TIMED_OUT);
  }

  @Test
  void shouldTimeOutWhenThereIsNoRoom() {
    client.sendTimeout(5);
    assertThat(client.sendFully(buffer, 0, MEGABYTE)).isEqualTo(UnixSocket.TIMED_OUT);
  }

  @Test
  void shouldNotWaitWhenNonBlocking() {
    server.blocking(false);
    assertThat(server.receive(buffer, 0, 8)).isEqualTo(UnixSocket.WOULD_BLOCK);
    assertThat(server.sendFully(buffer, 0, MEGABYTE)).isEqualTo(UnixSocket.WOULD_BLOCK);
    assertThat(client.receive(buffer, 0, 8)).isEqualTo(8);
  }

  @Test
  void shouldWaitAgainWhenBlockingIsTurnedOn() {
    server.blocking(false);
    server.blocking(true);
    server.receiveTimeout(5);
    assertThat(server.receive(buffer, 0, 8)).isEqualTo(UnixSocket.TIMED_OUT);
  }

  @Test
  void shouldDeliverWhatWasSentBeforeTheOtherSideClosed() {
    client.send(buffer, 0, 8);
    client.close();
    assertThat(server.receive(buffer, 0, 100)).isEqualTo(8);
    assertThat(server.receive(buffer, 0, 100)).isEqualTo(UnixSocket.DISCONNECTED);
    assertThat(server.send(buffer, 0, 8)).isEqualTo(UnixSocket.DISCONNECTED);
  }

  @Test
  void shouldSeeAResetAsDisconnected() {
    server.send(buffer, 0, 8);
    client.close();
    assertThat(server.receive(buffer, 0, 100)).isEqualTo(UnixSocket.DISCONNECTED);
  }

  @Test
  void shouldAnswerDisconnectedAfterItsOwnClose() {
    client.close();
    client.close();
    assertThat(client.receive(buffer, 0, 8)).isEqualTo(UnixSocket.DISCONNECTED);
    assertThat(client.send(buffer, 0, 8)).isEqualTo(UnixSocket.DISCONNECTED);
    assertThat(client.sendWithDescriptor(buffer, 0, 8, 0)).isEqualTo(UnixSocket.DISCONNECTED);
    assertThat(client.receiveWithDescriptor(buffer, 0, 8))
        .isEqualTo(new Received(UnixSocket.DISCONNECTED, -1));
    assertThatThrownBy(client::peerCredentials).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldWakeABlockedReceiverByShutdown() throws Exception {
    CompletableFuture<Long> result = blocked(() -> server.receive(buffer, 0, 8));
    server.shutdown();
    assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo(UnixSocket.DISCONNECTED);
  }

  @Test
  void shouldWakeABlockedReceiverByClose() throws Exception {
    CompletableFuture<Long> result = blocked(() -> server.receive(buffer, 0, 8));
    server.close();
    assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo(UnixSocket.DISCONNECTED);
  }

  @Test
  void shouldWakeABlockedSenderByShutdown() throws Exception {
    CompletableFuture<Long> result = blocked(() -> client.sendFully(buffer, 0, MEGABYTE));
    client.shutdown();
    assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo(UnixSocket.DISCONNECTED);
  }

  /** Runs a call in a thread of its own and returns once the kernel says that it sleeps. */
  private static CompletableFuture<Long> blocked(LongSupplier call) {
    CompletableFuture<Long> result = new CompletableFuture<>();
    CompletableFuture<Boolean> started = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("blocked")
        .start(() -> {
          started.complete(true);
          result.complete(call.getAsLong());
        });
    started.join();
    NativeThreads.awaitAsleep("blocked");
    return result;
  }

  @Test
  void shouldLearnOfADeadProcessAtOnce() throws Exception {
    try (ChildJvm child = ChildJvm.start("connect", pair.listener().path())) {
      child.line();
      UnixSocket connection = pair.listener().accept().orElseThrow();
      CompletableFuture<Long> result = blocked(() -> connection.receive(buffer, 0, 8));
      child.kill();
      assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo(UnixSocket.DISCONNECTED);
      connection.close();
    }
  }

  @Test
  void shouldKnowWhoIsAtTheOtherEnd() throws Exception {
    try (ChildJvm child = ChildJvm.start("connect", pair.listener().path())) {
      child.line();
      try (UnixSocket connection = pair.listener().accept().orElseThrow()) {
        assertThat(connection.peerCredentials())
            .isEqualTo(
                new PeerCredentials(
                    (int) child.pid(), ProcessIdentity.currentUid(), ProcessIdentity.currentGid()));
      }
    }
  }

  @Test
  void shouldReceiveAFileFromAnotherProcess() throws Exception {
    try (ChildJvm child = ChildJvm.start("send-file", pair.listener().path(), 815);
        UnixSocket connection = pair.listener().accept().orElseThrow()) {
      Received received = connection.receiveWithDescriptor(buffer, 16, 100);
      assertThat(received.length()).isEqualTo(4);
      assertThat(buffer.getString(16).substring(0, 4)).isEqualTo("file");
      child.kill();
      try (MappedFile file = MappedFile.adopt(received.descriptor())) {
        assertThat(file.map(arena, 4096, true).get(JAVA_INT, 0)).isEqualTo(815);
        assertThat(closesOnExec(received.descriptor())).isTrue();
      }
    }
  }

  private static boolean closesOnExec(int descriptor) throws IOException {
    String flags =
        Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor)).stream()
            .filter(line -> line.startsWith("flags:"))
            .findFirst()
            .orElseThrow();
    return (Long.parseLong(flags.replaceAll("\\D", ""), 8) & 0x80000) != 0;
  }

  @Test
  void shouldHandAnotherProcessAFileItCannotWrite() throws Exception {
    try (ChildJvm child = ChildJvm.start("receive-file", pair.listener().path());
        UnixSocket connection = pair.listener().accept().orElseThrow();
        MappedFile file = MappedFile.anonymous("handed over")) {
      file.truncate(4096);
      file.map(arena, 4096, false).set(JAVA_INT, 0, 1234);
      try (MappedFile readOnly = file.reopenReadOnly()) {
        connection.sendWithDescriptor(buffer, 0, 16, readOnly.descriptor());
      }
      assertThat(child.line()).isEqualTo("1234");
      assertThat(child.line()).startsWith("SystemCallException: mmap").contains("EACCES");
    }
  }

  @Test
  void shouldReceiveBytesWithoutADescriptor() {
    client.send(buffer, 0, 8);
    assertThat(server.receiveWithDescriptor(buffer, 0, 100)).isEqualTo(new Received(8, -1));
    server.receiveTimeout(5);
    assertThat(server.receiveWithDescriptor(buffer, 0, 100))
        .isEqualTo(new Received(UnixSocket.TIMED_OUT, -1));
  }

  @Test
  void shouldCloseADescriptorNobodyWants() throws Exception {
    try (MappedFile file = MappedFile.anonymous("unwanted")) {
      client.sendWithDescriptor(buffer, 0, 8, file.descriptor());
      assertThat(server.receive(buffer, 0, 8)).isEqualTo(8);
      assertThat(openDescriptors("memfd:unwanted")).isEqualTo(1);
    }
    assertThat(openDescriptors("memfd:unwanted")).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 100})
  void shouldKeepOneDescriptorOfManyAndCloseTheOthers(int count) throws Exception {
    try (MappedFile file = MappedFile.anonymous("one of many")) {
      sendDescriptors(file.descriptor(), count);
      Received received = server.receiveWithDescriptor(buffer, 0, 8);
      assertThat(received.length()).isEqualTo(8);
      assertThat(openDescriptors("memfd:one of many")).isEqualTo(2);
      MappedFile.adopt(received.descriptor()).close();
    }
    assertThat(openDescriptors("memfd:one of many")).isZero();
  }

  /** A message no honest client sends: see {@link DescriptorMessage} for its layout. */
  private void sendDescriptors(int descriptor, int count) {
    MemorySegment control = arena.allocate(16 + 4L * count, 8);
    control.set(JAVA_LONG, 0, control.byteSize());
    control.set(JAVA_INT, 8, 1); // SOL_SOCKET
    control.set(JAVA_INT, 12, 1); // SCM_RIGHTS
    for (int i = 0; i < count; i++) {
      control.set(JAVA_INT, 16 + 4L * i, descriptor);
    }
    MemorySegment vector = arena.allocate(16, 8);
    vector.set(JAVA_LONG, 0, buffer.address());
    vector.set(JAVA_LONG, 8, 8);
    MemorySegment header = arena.allocate(56, 8);
    header.set(JAVA_LONG, 16, vector.address());
    header.set(JAVA_LONG, 24, 1);
    header.set(JAVA_LONG, 32, control.address());
    header.set(JAVA_LONG, 40, control.byteSize());
    assertThat(SocketCalls.sendmsg(client.descriptor(), header, 0)).isEqualTo(8);
  }

  private static long openDescriptors(String name) throws IOException {
    try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
      return links.filter(link -> target(link).contains(name)).count();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException closed) {
      return "";
    }
  }

  @Test
  void shouldRefuseRangesOutsideTheSegment() {
    assertThatThrownBy(() -> client.send(buffer, MEGABYTE - 4, 8))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> client.receive(buffer, -1, 8))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> client.send(buffer, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRefuseSegmentsItCannotUse() {
    assertThatThrownBy(() -> client.receive(buffer.asReadOnly(), 0, 8))
        .isInstanceOf(IllegalArgumentException.class);
    MemorySegment heap = MemorySegment.ofArray(new byte[8]);
    assertThatThrownBy(() -> client.send(heap, 0, 8)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRefuseNegativeTimeouts() {
    assertThatThrownBy(() -> client.receiveTimeout(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> UnixSocket.connect(directory, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldAllocateNothingPerMessage() throws Exception {
    try (ChildJvm child = ChildJvm.startMeasuring("allocation", directory.resolve("measured"))) {
      assertThat(child.line()).isEqualTo("message 0");
      assertThat(child.line()).isEqualTo("wake-up 0");
      assertThat(child.line()).isEqualTo("futex 0");
    }
  }
}
