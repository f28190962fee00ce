// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.memory.os.ProcessIdentity;
import io.tokamak.testkit.fabric.Scene;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a node of another user can do. Needs root, to become one (setpriv); says loudly when it
 * cannot run.
 */
@Timeout(120)
final class OtherUserTest {
  private static final String NOBODY = "65534";

  @TempDir Path temporary;

  @BeforeEach
  void prepare() throws IOException {
    if (ProcessIdentity.currentUid() != 0 || !Files.isExecutable(Path.of("/usr/bin/setpriv"))) {
      String left = "OtherUserTest LEFT OUT: it needs root and setpriv, to become another user";
      System.out.println(left);
      abort(left);
    }
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  /** A node of the other user, which connects and prints what comes of it. */
  static final class Attempt implements FabricListener {
    private boolean over;

    private Attempt() {}

    /** Arguments: path of its socket, location of the node it tries, whether to look who it is. */
    public static void main(String[] arguments) throws IOException {
      FabricAddress address = new FabricAddress(ShmFabric.NAME, arguments[1]);
      if (Boolean.parseBoolean(arguments[2])) {
        look(arguments[0], address);
      } else {
        call(RawPeer.socketOf(address));
      }
    }

    private static void call(Path socket) throws IOException {
      try (RawPeer peer = new RawPeer(SocketChannel.open(UnixDomainSocketAddress.of(socket)))) {
        while (!peer.isDropped()) {
          Thread.onSpinWait();
        }
        System.out.println(peer.heard() + " " + peer.text());
      }
    }

    private static void look(String socket, FabricAddress address) throws IOException {
      Attempt attempt = new Attempt();
      ShmOptions options = ShmOptions.at(Path.of(socket));
      try (ShmFabric fabric = new ShmFabric(new NodeRef(66, 1), options, System::nanoTime)) {
        fabric.connect(NodeRef.ANYBODY, address, System.nanoTime() + 10_000_000_000L);
        while (!attempt.over) {
          fabric.poll(attempt);
          fabric.await(10_000_000);
        }
      }
    }

    @Override
    public void connected(Endpoint endpoint) {
      System.out.println("CONNECTED");
      over = true;
    }

    @Override
    public void disconnected(Endpoint endpoint, String why) {
      System.out.println("failed: " + why);
      over = true;
    }

    @Override
    public void received(Endpoint endpoint, MemorySegment message) {}

    @Override
    public void completed(Endpoint endpoint, long token, OperationStatus status, long value) {}
  }

  private String attempt(Scene scene, boolean looks) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("/usr/bin/setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
    command.addAll(ChildProcess.javaCommand(readableClassPath()));
    String socket = temporary.resolve("other/a.sock").toString();
    String target = scene.party(0).fabric().address().location();
    command.addAll(List.of(Attempt.class.getName(), socket, target, "" + looks));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    scene.until("it has ended", () -> !process.isAlive());
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  /** The project's classes where everybody can read them; libraries are not needed. */
  private String readableClassPath() throws IOException {
    Path copies = Files.createTempDirectory(temporary, "classes");
    open(copies, "rwxr-xr-x");
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path source = Path.of(entry);
      String name = source.getFileName().toString();
      Path copy = copies.resolve("entry" + entries.size());
      if (Files.isDirectory(source)) {
        copy(source, copy);
        entries.add(copy.toString());
      } else if (name.startsWith("tokamak-")) {
        Files.copy(source, copy);
        entries.add(copy.toString());
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  private static void copy(Path source, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(source.relativize(file).toString()));
      }
    }
  }

  @Test
  void shouldKeepOthersFromTheSocket() throws Exception {
    try (Scene scene = new Scene(new ShmWorld())) {
      assertThat(attempt(scene, true))
          .contains("failed: cannot connect")
          .doesNotContain("CONNECTED");
      assertThat(scene.party(0).connected()).isEmpty();
    }
  }

  /** Both sides look: who calls, and whose socket it is. */
  @Test
  void shouldRefuseOthersWhoGotToTheSocketAnyway() throws Exception {
    ShmWorld world = new ShmWorld();
    try (Scene scene = new Scene(world)) {
      open(world.directory(), "rwxr-xr-x");
      open(world.directory().resolve("0.sock"), "rwxrwxrwx");

      assertThat(attempt(scene, true))
          .contains("the peer is of user root, this node of user", "run both as the same user")
          .doesNotContain("CONNECTED");
      assertThat(attempt(scene, false))
          .contains("[REFUSED]", "the peer is of user nobody, this node of user root");
    }
  }

  private static void open(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
