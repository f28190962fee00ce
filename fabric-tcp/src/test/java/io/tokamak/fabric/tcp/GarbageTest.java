// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.testkit.fabric.Scene;
import io.tokamak.testkit.seed.Seeds;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Strangers who say nonsense, or nothing, are dropped, alone. */
final class GarbageTest {
  private static void assertDropped(byte[] nonsense) throws IOException {
    try (Scene scene = new Scene(new TcpWorld())) {
      Scene.Link link = scene.link(scene.party(0), scene.party(1));
      try (RawPeer peer = new RawPeer(scene.party(1).fabric().address())) {
        peer.say(nonsense);
        scene.until("the stranger is dropped", peer::isDropped);
      }
      link.near().send(Scene.bytes("still here"), MemorySegment.NULL);
      scene.until("a message", () -> scene.party(1).messages().size() == 1);
    }
  }

  private static byte[] frame(FrameType type, int length) {
    FrameHeader header = new FrameHeader().start(type);
    header.length = length;
    var bytes = FrameHeader.buffer(FrameHeader.LENGTH);
    header.write(bytes);
    byte[] array = new byte[FrameHeader.LENGTH];
    bytes.get(0, array);
    return array;
  }

  @Test
  void shouldDropWhoSpeaksAnotherProtocol() throws IOException {
    String request = "GET / HTTP/1.1\r\nHost: tokamak\r\nAccept: everything at all\r\n\r\n\r\n\r\n";
    assertDropped(request.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldDropAbsurdLengths() throws IOException {
    assertDropped(frame(FrameType.HELLO, Integer.MAX_VALUE));
    assertDropped(frame(FrameType.HELLO, -1));
    assertDropped(frame(FrameType.MESSAGE, Limits.MESSAGE_BYTES));
  }

  @Test
  void shouldDropAnotherVersionOfFrames() throws IOException {
    byte[] frame = frame(FrameType.HELLO, Hello.LENGTH);
    frame[4] = 2;
    assertDropped(frame);
  }

  /** Nothing but the handshake works before the handshake. */
  @Test
  void shouldDropFramesThatComeBeforeTheirTime() throws IOException {
    for (FrameType type : FrameType.values()) {
      if (type != FrameType.HELLO && type.minLength() == 0) {
        assertDropped(frame(type, 0));
      }
    }
  }

  @Test
  void shouldDropWhoStaysSilentInTheHandshake() throws IOException {
    try (Scene scene = new Scene(new TcpWorld());
        RawPeer peer = new RawPeer(scene.party(1).fabric().address())) {
      long beganNs = scene.world().nowNs();
      scene.untilInTime("the stranger is dropped", peer::isDropped);

      assertThat(scene.world().nowNs() - beganNs).isLessThan(10_000_000_000L);
    }
  }

  /** Strangers that wait do not keep out those who know what to say. */
  @Test
  void shouldLetInOthersWhileStrangersWait() throws IOException {
    List<RawPeer> strangers = new ArrayList<>();
    try (Scene scene = new Scene(new TcpWorld())) {
      for (int i = 0; i < Limits.STRANGERS / 2; i++) {
        strangers.add(new RawPeer(scene.party(1).fabric().address()));
      }
      Scene.Link link = scene.link(scene.party(0), scene.party(1));
      link.near().send(Scene.bytes("let in"), MemorySegment.NULL);
      scene.until("a message", () -> scene.party(1).messages().size() == 1);
    } finally {
      for (RawPeer stranger : strangers) {
        stranger.close();
      }
    }
  }

  /** Random bytes, and frames with some bytes changed. */
  @Test
  void shouldSurviveRandomBytes() {
    Seeds.run(
        "shouldSurviveRandomBytes",
        random -> {
          try (Scene scene = new Scene(new TcpWorld())) {
            for (int i = 0; i < 100; i++) {
              try (RawPeer peer = new RawPeer(scene.party(1).fabric().address())) {
                peer.say(noise(random));
                scene.untilInTime("the stranger is dropped", peer::isDropped);
              }
            }
            scene.link(scene.party(0), scene.party(1));
          }
        });
  }

  private static byte[] noise(RandomGenerator random) {
    byte[] bytes = new byte[1 + random.nextInt(3000)];
    random.nextBytes(bytes);
    if (random.nextBoolean()) {
      FrameType type = List.of(FrameType.values()).get(random.nextInt(FrameType.values().length));
      byte[] frame = frame(type, random.nextInt(type.minLength(), type.maxLength() + 1));
      System.arraycopy(frame, 0, bytes, 0, Math.min(frame.length, bytes.length));
    }
    return bytes;
  }
}
