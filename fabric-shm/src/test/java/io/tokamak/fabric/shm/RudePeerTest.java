// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.testkit.fabric.Party;
import io.tokamak.testkit.fabric.Scene;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What peers do wrong ends their connection at most. */
final class RudePeerTest {
  private interface Rudeness {
    void commit(RudePeer peer) throws IOException;
  }

  private static void assertSentAway(Rudeness rudeness, String why) throws IOException {
    ShmWorld world = new ShmWorld();
    try (Scene scene = new Scene(world)) {
      Party node = scene.party(1);
      Scene.Link other = scene.link(scene.party(0), node);
      try (RudePeer peer = new RudePeer(scene, world, node)) {
        rudeness.commit(peer);
        scene.until("the end", () -> node.disconnected().containsKey(peer.endpoint()));
        assertThat(node.disconnected().get(peer.endpoint())).contains(why);
      }
      other.near().send(Scene.bytes("still here"), MemorySegment.NULL);
      scene.until("a message", () -> node.messages().size() == 1);
    }
  }

  @Test
  void shouldSendAwayWhoBreaksTheProtocol() throws IOException {
    assertSentAway(peer -> peer.raw().say(new byte[100]), "not a frame");
    assertSentAway(peer -> peer.raw().say(FrameType.READY, 0), "READY after the handshake");
    assertSentAway(peer -> peer.greet(RudePeer.SELF), "HELLO after the handshake");
    assertSentAway(peer -> peer.raw().say(FrameType.FLUSHED, 1), "which was not asked for");
    assertSentAway(
        peer -> peer.raw().say(RawPeer.frame(FrameType.MESSAGE, Limits.MESSAGE_BYTES + 1, 0)),
        "impossible length");
  }

  @Test
  void shouldHearWhyAPeerEndsIt() throws IOException {
    assertSentAway(
        peer -> peer.raw().say(FrameType.GOODBYE, "tired\nof it".getBytes(UTF_8)),
        "the peer ended it: tired?of it");
    assertSentAway(peer -> peer.raw().close(), "the peer closed the connection");
  }

  /** A peer asks and asks, and does not read the answers. */
  @Test
  void shouldBoundWhatItOwesAPeer() throws IOException {
    assertSentAway(
        peer -> {
          byte[] flushes = new byte[FrameHeader.LENGTH * 1000];
          for (int i = 0; i < 1000; i++) {
            byte[] flush = RawPeer.frame(FrameType.FLUSH, 0, i);
            System.arraycopy(flush, 0, flushes, i * FrameHeader.LENGTH, FrameHeader.LENGTH);
          }
          Thread.ofVirtual().start(() -> keepSaying(peer, flushes));
        },
        "the answers are not read");
  }

  /** Until it is sent away. */
  private static void keepSaying(RudePeer peer, byte[] whole) {
    try {
      peer.raw().block();
      while (true) {
        peer.raw().say(whole);
      }
    } catch (IOException sentAway) {
      // That is what it was after.
    }
  }

  /** Its table names memory that is not there. */
  @Test
  void shouldNotFollowATableThatMakesNoSense() throws IOException {
    Path small = Files.createTempFile(Path.of("/dev/shm"), "tokamak-test-", "");
    Files.write(small, new byte[4096]);
    long[][] wrong = {
      {9, 0, 64},
      {-1, 0, 64},
      {Long.MIN_VALUE, 0, 64},
      {1, 4090, 64},
      {1, -64, 64},
      {1, Long.MAX_VALUE, 64},
      {1, 64, Long.MAX_VALUE},
      {1, 1L << 40, 64},
      {0, 0, 64}
    };
    for (long[] slot : wrong) {
      ShmWorld world = new ShmWorld();
      try (Scene scene = new Scene(world)) {
        Party node = scene.party(1);
        RudePeer peer = new RudePeer(scene, world, node);
        peer.table().publish(1, small, 4096);
        peer.table().regions().open(0, 1, Access.WRITE, slot[0], slot[1], slot[2]);
        MemoryRegion local = node.memory(64, Access.LOCAL);
        long token = node.token();
        RemotePointer pointer = new RemotePointer(RudePeer.SELF.epoch(), 0, 1, 0, 8);
        peer.endpoint().read(local, 0, pointer, token);
        scene.until("the end", () -> node.disconnected().containsKey(peer.endpoint()));

        assertThat(node.status(token)).isEqualTo(OperationStatus.DISCONNECTED);
        assertThat(node.disconnected().get(peer.endpoint())).contains("the peer is damaged");
        peer.close();
      }
    }
    Files.delete(small);
  }

  /** A file that was added later is another one than it says: the layer above finds another way. */
  @Test
  void shouldEndAConnectionOverWhichMemoryCannotBeSeen() throws IOException {
    ShmWorld world = new ShmWorld();
    Path later = Files.createFile(world.directory().resolve("later"));
    try (Scene scene = new Scene(world)) {
      Party node = scene.party(1);
      RudePeer peer = new RudePeer(scene, world, node);
      peer.table().publish(1, later, 4096);
      peer.table().regions().open(0, 1, Access.WRITE, 1, 0, 64);
      long token = node.token();
      peer.endpoint().fetchAdd(new RemotePointer(RudePeer.SELF.epoch(), 0, 1, 0, 8), 1, token);
      scene.until("the end", () -> node.disconnected().containsKey(peer.endpoint()));

      assertThat(node.status(token)).isEqualTo(OperationStatus.DISCONNECTED);
      assertThat(node.disconnected().get(peer.endpoint())).contains("cannot map file", "later");
      peer.close();
      Files.delete(later);
    }
  }

  /** A region whose peer died in the middle of a write, or goes on soon, can be closed. */
  @Test
  void shouldWaitForAWriterThatGoesOnOrDies() throws IOException {
    ShmWorld world = new ShmWorld();
    try (Scene scene = new Scene(world)) {
      Party node = scene.party(1);
      for (boolean dies : new boolean[] {false, true}) {
        for (boolean ended : new boolean[] {false, true}) {
          RudePeer peer = new RudePeer(scene, world, node);
          MemoryRegion region = node.memory(64, Access.WRITE);
          writesInto(region, peer);
          if (ended) {
            peer.endpoint().close("no more");
          }
          if (dies) {
            peer.raw().close();
          } else {
            Thread.ofVirtual().start(() -> peer.table().regions().endWrite());
          }
          region.close();
          peer.close();
        }
      }
    }
  }

  private static void writesInto(MemoryRegion region, RudePeer peer) {
    RemotePointer pointer = region.pointer(0, 8);
    long ticket = RegionSlots.ticket(pointer.region(), pointer.generation());
    peer.table().regions().beginWrite(ticket);
  }

  /** It is told, and other regions are not held up. */
  @Test
  void shouldNotWaitForEverForAWriterThatStandsStill() throws IOException {
    ShmWorld world = new ShmWorld();
    try (Scene scene = new Scene(world)) {
      Party node = scene.party(1);
      MemoryRegion region = node.memory(64, Access.WRITE);
      MemoryRegion other = node.memory(64, Access.WRITE);
      RudePeer peer = new RudePeer(scene, world, node);
      writesInto(region, peer);
      other.close();
      assertThatThrownBy(region::close)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("stands still in the middle of a write");
      region.close();
      peer.close();
    }
  }

  /** A node that stops tells of it, and stops all the same. */
  @Test
  void shouldStopWhileAWriterStandsStill() throws IOException {
    ShmWorld world = new ShmWorld();
    try (world) {
      Scene scene = new Scene(world);
      RudePeer peer = new RudePeer(scene, world, scene.party(1));
      writesInto(scene.party(1).memory(64, Access.WRITE), peer);
      assertThatThrownBy(world.fabric(1)::close).hasMessageContaining("stands still");
      world.fabric(1).close();

      assertThat(peer.raw().heard()).endsWith(FrameType.GOODBYE);
      assertThat(peer.raw().isDropped()).isTrue();
      peer.close();
    }
  }

  /** Peers that might still write cannot be forgotten, so there is a bound to how many come. */
  @Test
  void shouldLetNobodyInWhileTooManyDoNotLetGo() throws IOException {
    ShmWorld world = new ShmWorld();
    try (Scene scene = new Scene(world)) {
      List<RudePeer> peers = new ArrayList<>();
      Party node = scene.party(1);
      for (int i = 0; i < Limits.LINGERING; i++) {
        peers.add(new RudePeer(scene, world, node, i + ".table"));
        peers.getLast().endpoint().close("no more");
      }
      try (RawPeer next = new RawPeer(node.fabric())) {
        scene.until("it is sent away", next::isDropped);
      }
      Party other = scene.party(0);
      Endpoint out =
          node.fabric().connect(other.self(), other.fabric().address(), scene.inSeconds(3));
      scene.until("a failure", () -> node.disconnected().containsKey(out));
      assertThat(node.disconnected().get(out)).contains("256 peers do not close connections");
      peers.removeLast().close();
      scene.round();
      scene.link(other, node);
      for (RudePeer peer : peers) {
        peer.close();
      }
    }
  }
}
