// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tokamak.memory.SystemCallException;
import io.tokamak.memory.libc.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixListenerTest {

  @TempDir Path directory;

  private UnixListener listen(int backlog) {
    return UnixListener.listen(directory.resolve("socket"), SocketPair.OWNER_ONLY, backlog);
  }

  private UnixSocket connect(int timeoutMs) {
    return UnixSocket.connect(directory.resolve("socket"), timeoutMs);
  }

  @Test
  void shouldCreateASocketWithThePermissionsAsked() throws IOException {
    try (UnixListener listener = listen(1)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(listener.path())))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void shouldRemoveItsSocketOnClose() {
    UnixListener listener = listen(1);
    listener.close();
    listener.close();
    assertThat(listener.path()).doesNotExist();
    listen(1).close();
  }

  @Test
  void shouldNotRemoveTheSocketOfALaterListener() throws IOException {
    UnixListener first = listen(1);
    Files.delete(first.path());
    try (UnixListener second = listen(1)) {
      first.close();
      assertThat(second.path()).exists();
      connect(1000).close();
    }
  }

  @Test
  void shouldRefuseAPathThatIsTaken() {
    try (UnixListener listener = listen(1)) {
      SystemCallException refused =
          catchThrowableOfType(SystemCallException.class, () -> listen(1));
      assertThat(refused.errno()).isEqualTo(Errno.EADDRINUSE);
      assertThat(refused).hasMessageContaining(listener.path().toString());
    }
  }

  @Test
  void shouldRefusePathsThatDoNotFit() {
    Path tooLong = directory.resolve("x".repeat(107));
    assertThatThrownBy(() -> UnixListener.listen(tooLong, SocketPair.OWNER_ONLY, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 107")
        .hasMessageContaining(tooLong.toString());
    assertThatThrownBy(() -> UnixSocket.connect(tooLong, 1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 107");
  }

  @Test
  void shouldTakePathsThatJustFit() throws IOException {
    Path shortDirectory = Files.createTempDirectory(Path.of("/tmp"), "t");
    Path path = shortDirectory.resolve("x".repeat(106 - shortDirectory.toString().length()));
    assertThat(path.toString()).hasSize(107);
    try (UnixListener listener = UnixListener.listen(path, SocketPair.OWNER_ONLY, 1);
        UnixSocket client = UnixSocket.connect(path, 1000)) {
      assertThat(listener.accept()).isPresent();
      assertThat(client.peerCredentials().pid()).isEqualTo(ProcessHandle.current().pid());
    } finally {
      Files.delete(shortDirectory);
    }
  }

  @Test
  void shouldSayThatNobodyListens() throws IOException {
    SystemCallException absent =
        catchThrowableOfType(SystemCallException.class, () -> connect(1000));
    assertThat(absent.errno()).isEqualTo(Errno.ENOENT);
    assertThat(absent).hasMessageContaining("start the node");

    Path kept = directory.resolve("kept");
    UnixListener dead = listen(1);
    Files.createLink(kept, dead.path());
    dead.close();
    SystemCallException refused =
        catchThrowableOfType(SystemCallException.class, () -> UnixSocket.connect(kept, 1000));
    assertThat(refused.errno()).isEqualTo(Errno.ECONNREFUSED);
    assertThat(refused).hasMessageContaining("its node is gone");
  }

  @Test
  void shouldTimeOutWhenNobodyAccepts() {
    List<UnixSocket> waiting = new ArrayList<>();
    try (UnixListener listener = listen(1)) {
      SystemCallException late =
          catchThrowableOfType(
              SystemCallException.class,
              () -> {
                while (waiting.size() < 100) {
                  waiting.add(connect(20));
                }
              });
      assertThat(late.errno()).isEqualTo(Errno.ETIMEDOUT);
      assertThat(late).hasMessageContaining(listener.path().toString());
    } finally {
      waiting.forEach(UnixSocket::close);
    }
  }

  @Test
  void shouldNotWaitWhenNonBlocking() {
    try (UnixListener listener = listen(1)) {
      listener.blocking(false);
      assertThat(listener.accept()).isEmpty();
      try (UnixSocket client = connect(1000);
          UnixSocket server = listener.accept().orElseThrow()) {
        assertThat(server.descriptor()).isNotEqualTo(client.descriptor());
      }
    }
  }

  @Test
  void shouldWakeABlockedAcceptByClose() throws Exception {
    UnixListener listener = listen(1);
    CompletableFuture<Optional<UnixSocket>> result = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("accepting").start(() -> result.complete(listener.accept()));
    NativeThreads.awaitAsleep("accepting");
    listener.close();
    assertThat(result.get(30, TimeUnit.SECONDS)).isEmpty();
    assertThat(listener.accept()).isEmpty();
  }

  @Test
  void shouldTakeAThousandConnectionsAtOnce() {
    List<UnixSocket> sockets = new ArrayList<>();
    try (UnixListener listener = listen(1024)) {
      for (int i = 0; i < 1000; i++) {
        sockets.add(connect(1000));
      }
      for (int i = 0; i < 1000; i++) {
        sockets.add(listener.accept().orElseThrow());
      }
      assertThat(sockets.stream().map(UnixSocket::descriptor).distinct()).hasSize(2000);
    } finally {
      sockets.forEach(UnixSocket::close);
    }
  }
}
