// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIdentityTest {

  @TempDir Path directory;

  @Test
  void shouldKnowThisProcess() {
    ProcessIdentity self = ProcessIdentity.current();
    assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(self.isAlive()).isTrue();
    assertThat(ProcessIdentity.of(self.pid())).contains(self);
  }

  @Test
  void shouldSeeAProcessDie() throws Exception {
    try (ChildJvm child = ChildJvm.start("hold-lock", directory.resolve("lock"))) {
      child.line();
      ProcessIdentity identity = ProcessIdentity.of(child.pid()).orElseThrow();
      assertThat(identity.isAlive()).isTrue();
      child.kill();
      await().atMost(Duration.ofSeconds(10)).until(() -> !identity.isAlive());
      assertThat(ProcessIdentity.of(child.pid())).isEmpty();
    }
  }

  /** The number lives, but belongs to a process that started at another time. */
  @Test
  void shouldNotTakeARecycledNumberForTheOldProcess() throws Exception {
    try (ChildJvm child = ChildJvm.start("hold-lock", directory.resolve("lock"))) {
      child.line();
      ProcessIdentity now = ProcessIdentity.of(child.pid()).orElseThrow();
      ProcessIdentity before = new ProcessIdentity(child.pid(), now.startTime() - 1);
      assertThat(before.isAlive()).isFalse();
      assertThat(now.isAlive()).isTrue();
    }
  }

  /**
   * The shell leaves its child to a program that never waits for it; when the child ends after
   * that, it is dead though its number is still taken.
   */
  @Test
  void shouldTakeAZombieForDead() throws Exception {
    String script = "exec 3<&0; cat <&3 & echo $!; exec sleep 60";
    Process shell = new ProcessBuilder("sh", "-c", script).start();
    try {
      long child = Long.parseLong(shell.inputReader().readLine());
      awaitTrue(() -> read(shell.pid(), "comm").equals("sleep\n"));
      assertThat(ProcessIdentity.of(child)).isPresent();
      shell.getOutputStream().close();
      awaitTrue(() -> ProcessIdentity.fields(read(child, "stat"))[0].equals("Z"));
      assertThat(ProcessIdentity.of(child)).isEmpty();
    } finally {
      shell.destroyForcibly().waitFor();
    }
  }

  private static void awaitTrue(Callable<Boolean> condition) {
    await().atMost(Duration.ofSeconds(30)).until(condition);
  }

  private static String read(long pid, String file) throws IOException {
    return Files.readString(Path.of("/proc/" + pid + "/" + file));
  }

  @Test
  void shouldReadNamesWithBlanksAndParentheses() {
    assertThat(ProcessIdentity.fields("12 (a) b) S 1 2 3\n")).containsExactly("S", "1", "2", "3");
  }

  @Test
  void shouldKnowItsUserAndGroup() throws Exception {
    Path own = Files.createFile(directory.resolve("own"));
    assertThat(ProcessIdentity.currentUid()).isEqualTo(Files.getAttribute(own, "unix:uid"));
    assertThat(ProcessIdentity.currentGid()).isEqualTo(Files.getAttribute(own, "unix:gid"));
  }
}
