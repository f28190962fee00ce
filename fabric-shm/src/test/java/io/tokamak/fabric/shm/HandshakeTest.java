// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.NodeRef;
import io.tokamak.memory.os.BootId;
import io.tokamak.memory.os.FileIdentity;
import io.tokamak.testkit.fabric.Party;
import io.tokamak.testkit.fabric.Scene;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who is connected to, who is let in, and what others are told. */
final class HandshakeTest {
  private static String failure(Scene scene, FabricAddress address) {
    Party near = scene.party(0);
    Endpoint endpoint = near.fabric().connect(scene.party(1).self(), address, scene.inSeconds(3));
    scene.until("a failure", () -> near.disconnected().containsKey(endpoint));
    assertThat(near.connected()).isEmpty();
    return near.disconnected().get(endpoint);
  }

  private static FabricAddress shm(String location) {
    return new FabricAddress(ShmFabric.NAME, location);
  }

  @Test
  void shouldFailAtOnceWhereItsMachineIsAnotherOne() throws IOException {
    try (Scene scene = new Scene(new ShmWorld())) {
      String there = scene.party(1).fabric().address().location();
      String elsewhere = new UUID(1, 2) + there.substring(36);

      assertThat(failure(scene, shm(elsewhere)))
          .contains("another machine", there.substring(0, 36));
    }
  }

  @Test
  void shouldFailAtOnceWhereThereIsNoSocket() throws IOException {
    try (Scene scene = new Scene(new ShmWorld())) {
      assertThat(failure(scene, scene.world().nowhere()))
          .contains("there is no socket", "none.sock");
    }
  }

  @Test
  void shouldFailAtOnceWhereNobodyListens() throws IOException {
    ShmWorld world = new ShmWorld();
    Path left = world.directory().resolve("left.sock");
    try (Scene scene = new Scene(world)) {
      leaveSocket(left);
      String here = world.fabric(0).address().location();

      assertThat(failure(scene, shm(here.replace("0.sock", "left.sock"))))
          .contains("nobody listens", "left.sock");
      Files.delete(left);
    }
  }

  private static void leaveSocket(Path path) throws IOException {
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
    }
  }

  @Test
  void shouldFailAtAddressesThatAreNone() throws IOException {
    try (Scene scene = new Scene(new ShmWorld())) {
      for (String nonsense : new String[] {"", "/", "x/y", "0".repeat(36) + "/x"}) {
        assertThat(failure(scene, shm(nonsense))).startsWith("cannot connect to shm://");
      }
      String id = new UUID(1, 2).toString();
      assertThat(failure(scene, new FabricAddress("tcp", id + "/x"))).contains("expected shm://");
    }
  }

  /** The far side has a file that this one cannot open. */
  @Test
  void shouldSayWhichFileCannotBeSeen() throws IOException {
    ShmWorld world = new ShmWorld();
    Path file = Files.createFile(world.directory().resolve("moved"));
    try (Scene scene = new Scene(world)) {
      world.fabric(1).share(Arena.global().allocate(4096), file);
      assertThat(failure(scene, world.fabric(1).address()))
          .contains("its memory cannot be seen from here", "moved", "has 0");
      Files.delete(file);
      assertThat(failure(scene, world.fabric(1).address())).contains("moved", "ENOENT");
      Files.createFile(file);
      assertThat(failure(scene, world.fabric(1).address())).contains("moved", "another file here");
      Files.delete(file);
      assertThat(scene.party(1).connected()).isEmpty();
    }
  }

  /** The near side has one: the far side says so. */
  @Test
  void shouldHearWhichFileCannotBeSeen() throws IOException {
    ShmWorld world = new ShmWorld();
    Path file = Files.createFile(world.directory().resolve("moved"));
    try (Scene scene = new Scene(world)) {
      world.fabric(0).share(Arena.global().allocate(4096), file);
      Files.delete(file);

      assertThat(failure(scene, world.fabric(1).address()))
          .contains("refused: your memory cannot be seen from here", "moved");
      assertThat(scene.party(1).connected()).isEmpty();
    }
  }

  private static Hello hello(Scene scene, UUID bootId, FileIdentity table, String path) {
    return new Hello(new NodeRef(77, 7), scene.party(1).self(), bootId, table, path);
  }

  /** What a stranger with this greeting is told. */
  private static String answer(Scene scene, Hello hello) throws IOException {
    try (RawPeer peer = new RawPeer(scene.party(1).fabric())) {
      peer.say(FrameType.HELLO, hello.encode());
      scene.until("the stranger is dropped", peer::isDropped);
      assertThat(peer.heard()).containsExactly(FrameType.REFUSED);
      return peer.text();
    }
  }

  @Test
  void shouldRefuseStrangersWhoAreNotWhatTheySay() throws IOException {
    ShmWorld world = new ShmWorld();
    try (Scene scene = new Scene(world)) {
      UUID here = BootId.here();
      Path table = world.directory().resolve("0.sock.table");
      FileIdentity identity = FileIdentity.of(table);
      FileIdentity other = new FileIdentity(identity.device(), identity.inode() + 1);

      assertThat(answer(scene, hello(scene, new UUID(1, 2), identity, table.toString())))
          .contains("the peer is on another machine");
      assertThat(answer(scene, hello(scene, here, identity, "/nowhere"))).contains("ENOENT");
      assertThat(answer(scene, hello(scene, here, identity, "\0"))).contains("a path that is none");
      assertThat(answer(scene, hello(scene, here, other, table.toString())))
          .contains("another file here");
      assertThat(answer(scene, hello(scene, here, identity, table.toString())))
          .contains("is not the table of node 4d@7");
      assertThat(answer(scene, hello(scene, here, FileIdentity.of(Path.of("/proc")), "/proc")))
          .contains("your memory cannot be seen");
      assertThat(scene.party(1).connected()).isEmpty();
    }
  }

  @Test
  void shouldTellOtherVersionsSo() throws IOException {
    try (Scene scene = new Scene(new ShmWorld());
        RawPeer peer = new RawPeer(scene.party(1).fabric())) {
      byte[] frame = RawPeer.frame(FrameType.HELLO, Hello.LENGTH + 1, 0);
      frame[4] = 2;
      peer.say(frame);
      scene.until("the stranger is dropped", peer::isDropped);

      assertThat(peer.heard()).containsExactly(FrameType.REFUSED);
      assertThat(peer.text()).contains("speaks version 1 of the protocol, found 2");
    }
  }

  /** A node of a later version refuses in its own frames. */
  @Test
  void shouldUnderstandTheRefusalOfAnotherVersion() throws IOException {
    ShmWorld world = new ShmWorld();
    Path path = world.directory().resolve("later.sock");
    try (Scene scene = new Scene(world);
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      Party near = scene.party(0);
      String here = near.fabric().address().location();
      FabricAddress there = shm(here.replace("0.sock", "later.sock"));
      Endpoint endpoint = near.fabric().connect(new NodeRef(5, 5), there, scene.inSeconds(3));
      try (RawPeer later = new RawPeer(server.accept())) {
        byte[] why = "too old".getBytes(StandardCharsets.UTF_8);
        byte[] frame = RawPeer.frame(FrameType.REFUSED, why.length, 0, why);
        frame[4] = 9;
        later.say(frame);
        scene.until("the refusal", () -> near.disconnected().containsKey(endpoint));
      }
      assertThat(near.disconnected().get(endpoint)).isEqualTo("refused: too old");
      Files.delete(path);
    }
  }

  @Test
  void shouldShowItsSocketAndTableToItsUserOnly() throws IOException {
    ShmWorld world = new ShmWorld();
    try (world) {
      for (String name : new String[] {"0.sock", "0.sock.table"}) {
        Path file = world.directory().resolve(name);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void shouldNotListenInADirectoryThatOthersCanEnter() throws IOException {
    ShmWorld world = new ShmWorld();
    Path open = Files.createDirectory(world.directory().resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (world) {
      ShmOptions options = ShmOptions.at(open.resolve("a.sock"));
      assertThatThrownBy(() -> new ShmFabric(new NodeRef(5, 5), options, () -> 0))
          .hasMessageContaining("rwxr-xr-x instead of rwx------");
      Files.delete(open);
    }
  }

  /** A dead life of the node leaves socket and table; a living one is not pushed aside. */
  @Test
  void shouldReplaceWhatADeadNodeLeftAndNothingElse() throws IOException {
    ShmWorld world = new ShmWorld();
    Path left = world.directory().resolve("left.sock");
    try (world) {
      leaveSocket(left);
      Files.writeString(left.resolveSibling("left.sock.table"), "garbage");
      ShmOptions options = ShmOptions.at(left);
      try (ShmFabric again = new ShmFabric(new NodeRef(5, 5), options, () -> 0)) {
        assertThat(again.address().location()).endsWith(left.toString());
        assertThatThrownBy(() -> new ShmFabric(new NodeRef(5, 6), options, () -> 0))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("somebody listens");
      }
      assertThat(left).doesNotExist();
    }
  }
}
