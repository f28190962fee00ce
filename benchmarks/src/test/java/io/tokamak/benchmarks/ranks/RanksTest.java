// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.ranks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.benchmarks.harness.BenchException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranks that find each other by a file and meet, each in a thread of this process. */
final class RanksTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SIZE = 3;

  @TempDir private Path directory;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** What one rank does. */
  private interface Part {
    String play(int rank, Ranks ranks);
  }

  private FileRendezvous rendezvous() {
    return new FileRendezvous(directory, "test");
  }

  private Ranks join(int rank, Duration patience) {
    Membership membership = new Membership(rank, SIZE, "test", true);
    return new Meeting(membership, rendezvous(), Optional.empty(), patience).join(true);
  }

  private List<Future<String>> play(int ranks, Duration patience, Part part) {
    List<Future<String>> all = new ArrayList<>();
    for (int i = 0; i < ranks; i++) {
      int rank = i;
      Callable<String> whole =
          () -> {
            try (Ranks joined = join(rank, patience)) {
              String result = part.play(rank, joined);
              joined.leave();
              return result;
            }
          };
      all.add(threads.submit(whole));
    }
    return all;
  }

  private static String result(Future<String> future) throws Exception {
    return future.get(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS);
  }

  private static void assertFails(Future<String> future, String why) {
    assertThatThrownBy(() -> result(future))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(BenchException.class)
        .message()
        .containsPattern(why);
  }

  @Test
  void shouldTellEachWhatAllSay() throws Exception {
    List<Future<String>> all =
        play(
            SIZE,
            PATIENCE,
            (rank, ranks) -> {
              ranks.meet("begin", () -> {});
              return String.join(",", ranks.exchange("names", "r" + rank, () -> {}));
            });
    for (Future<String> one : all) {
      assertThat(result(one)).isEqualTo("r0,r1,r2");
    }
  }

  @Test
  void shouldTellAllOthersWhyOneCannotGoOn() {
    List<Future<String>> all =
        play(
            SIZE,
            PATIENCE,
            (rank, ranks) -> {
              ranks.meet("begin", () -> {});
              if (rank == 2) {
                ranks.fail("its node ended");
                throw new BenchException("its node ended");
              }
              ranks.meet("end", () -> {});
              return "";
            });
    all.forEach(one -> assertFails(one, "its node ended"));
  }

  /** A process that dies closes its connections and says nothing. */
  @Test
  void shouldNotWaitForOneThatIsGone() {
    List<Future<String>> all = playUntilGone(1);
    assertFails(all.get(0), "rank 1 on " + Ranks.hostName() + " is gone");
    assertFails(all.get(2), "rank 1 on " + Ranks.hostName() + " is gone");
  }

  @Test
  void shouldNotWaitWhenTheFirstIsGone() {
    List<Future<String>> all = playUntilGone(0);
    assertFails(all.get(1), "rank 0 .*is gone|rank 0 is gone");
    assertFails(all.get(2), "rank 0 .*is gone|rank 0 is gone");
  }

  /** That rank closes its connections between two meetings. */
  private List<Future<String>> playUntilGone(int leaver) {
    return play(
        SIZE,
        PATIENCE,
        (rank, ranks) -> {
          ranks.meet("begin", () -> {});
          if (rank == leaver) {
            ranks.close();
          }
          ranks.meet("end", () -> {});
          return "";
        });
  }

  @Test
  void shouldLookAfterItsOwnWhileItWaits() {
    List<Future<String>> all =
        play(
            2,
            PATIENCE,
            (rank, ranks) -> {
              ranks.meet(
                  "begin",
                  () -> {
                    throw new BenchException("my node ended");
                  });
              return "";
            });
    all.forEach(one -> assertFails(one, "my node ended|rank . .*is gone|rank 0 is gone"));
  }

  @Test
  void shouldGiveUpWhenOneNeverComes() {
    List<Future<String>> all =
        play(
            2,
            Duration.ofMillis(300),
            (rank, ranks) -> {
              ranks.meet("begin", () -> {});
              return "";
            });
    all.forEach(one -> assertFails(one, "rank 2 of 3 did not come to"));
  }

  @Test
  void shouldSayThatThereIsNoInvitation() {
    assertThatThrownBy(() -> join(1, Duration.ofMillis(100)))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("rank 1 of 3 did not find rank 0")
        .hasMessageContaining("there is no invitation");
  }

  /** Of a run that died: another one's port, or nobody's. */
  @Test
  void shouldPassOverAnInvitationThatLeadsNowhere() throws Exception {
    rendezvous().invite(new Invitation(List.of("127.0.0.1"), 1, "old", ""));
    Future<String> early =
        threads.submit(() -> {
          try (Ranks ranks = join(1, PATIENCE)) {
            ranks.meet("begin", () -> {});
            return "there";
          }
        });
    for (int rank : new int[] {0, 2}) {
      Future<?> _ =
          threads.submit(() -> {
            try (Ranks ranks = join(rank, PATIENCE)) {
              ranks.meet("begin", () -> {});
            }
          });
    }
    assertThat(result(early)).isEqualTo("there");
  }

  @Test
  void shouldKeepTheInvitationFromOtherUsers() throws Exception {
    rendezvous().invite(new Invitation(List.of("127.0.0.1"), 1, "token", "secret"));
    Path file = directory.resolve("tokamak-bench-test");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(rendezvous().look().orElseThrow().secret()).isEqualTo("secret");
    rendezvous().withdraw();
    assertThat(directory).isEmptyDirectory();
  }

  /** The draft has the secret. */
  @Test
  void shouldLeaveNothingWhenItCannotInvite() throws Exception {
    Path file = Files.createDirectory(directory.resolve("tokamak-bench-test"));
    assertThatThrownBy(() -> rendezvous().invite(new Invitation(List.of("::1"), 1, "token", "")))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("cannot write " + file);
    assertThat(directory).isDirectoryContaining(file::equals);
    assertThat(directory.toFile().list()).hasSize(1);
  }

  @Test
  void shouldNotFollowWhatAnotherUserLeft() {
    rendezvous().invite(new Invitation(List.of("127.0.0.1"), 1, "token", ""));
    FileRendezvous others =
        new FileRendezvous(
            directory,
            "test",
            () ->
                directory
                    .getFileSystem()
                    .getUserPrincipalLookupService()
                    .lookupPrincipalByName("54321"));
    assertThatThrownBy(others::look)
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("not of 54321: use another --run");
  }

  @Test
  void shouldReadNoLongTextOfAStranger() throws Exception {
    byte[] length = ByteBuffer.allocate(4).putInt(Frames.LONGEST_OF_STRANGER + 1).array();
    DataInputStream input = new DataInputStream(new ByteArrayInputStream(length));
    assertThatThrownBy(() -> Frames.strangersText(input))
        .isInstanceOf(IOException.class)
        .hasMessage("0 to 1024 expected, found 1025");
  }

  /** More than any number that is borne; those who come later find a place. */
  @Test
  void shouldNotBeHeldUpByManyWhoSayNothing() throws Exception {
    try (Coordinator coordinator = Coordinator.start(null, "token", 1, PATIENCE)) {
      List<Socket> silent = new ArrayList<>();
      try {
        for (int i = 0; i < 100; i++) {
          silent.add(new Socket(InetAddress.getLoopbackAddress(), coordinator.port()));
        }
        assertThat(silent.getFirst().getInputStream().read()).isNegative();
        Membership alone = new Membership(0, 1, "test", true);
        Invitation invitation = new Invitation(List.of(), coordinator.port(), "token", "");
        Socket late = new Socket(InetAddress.getLoopbackAddress(), coordinator.port());
        try (Ranks ranks = new Ranks(alone, null, invitation, late, PATIENCE)) {
          ranks.introduce("here");
          assertThat(ranks.exchange("begin", "alone", () -> {})).containsExactly("alone");
          ranks.leave();
        }
      } finally {
        for (Socket socket : silent) {
          socket.close();
        }
      }
    }
  }

  /** Whoever connects and says something else is sent away, and disturbs nobody. */
  @Test
  void shouldBearStrangers() throws Exception {
    List<Future<String>> all =
        play(
            SIZE,
            PATIENCE,
            (rank, ranks) -> {
              if (rank == 0) {
                disturb();
              }
              ranks.meet("begin", () -> {});
              return "there";
            });
    for (Future<String> one : all) {
      assertThat(result(one)).isEqualTo("there");
    }
  }

  private void disturb() {
    int port = rendezvous().look().orElseThrow().port();
    for (byte[] garbage : List.of(new byte[100], new byte[] {Frames.HELLO, 127, 127, 127, 127})) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write(garbage);
        socket.shutdownOutput();
        assertThat(socket.getInputStream().read()).isNegative();
      } catch (IOException sentAway) {
        // As good.
      }
    }
  }
}
