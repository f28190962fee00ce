// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.testkit.fabric.Party;
import io.tokamak.testkit.fabric.Scene;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Peers that know the secret and still do not keep to the rules lose their connection, alone. */
final class RudePeerTest {
  private static final int SIZE = 1 << 20;

  /** A peer with two flows that has been let in. */
  private static final class Rude implements AutoCloseable {
    final Scene scene;
    final List<SocketChannel> flows = new ArrayList<>();
    private boolean open = true;

    Rude(Scene scene, Party called) throws IOException {
      this.scene = scene;
      Identity identity = new Identity(new NodeRef(99, 9), TcpWorld.options().withFlows(2));
      for (int i = 0; i < 2; i++) {
        FabricAddress address = called.fabric().address();
        SocketChannel channel = SocketChannel.open(Locations.parse(address));
        channel.configureBlocking(false);
        flows.add(channel);
        greet(channel, identity, identity.hello(called.self(), i, 7).encode());
      }
      say(0, new FrameHeader().start(FrameType.READY));
      scene.until("it is let in", () -> called.connected().size() == 1);
    }

    private void greet(SocketChannel channel, Identity identity, byte[] hello) throws IOException {
      channel.write(frame(FrameType.HELLO, hello));
      byte[] challenge = hear(channel, Challenge.LENGTH);
      byte[] proof = identity.proof(Identity.CALLER, hello, challenge);
      channel.write(frame(FrameType.PROOF, proof));
      assertThat(hear(channel, Secret.PROOF_LENGTH))
          .isEqualTo(identity.proof(Identity.ANSWERER, hello, challenge));
    }

    private byte[] hear(SocketChannel channel, int length) {
      ByteBuffer frame = FrameHeader.buffer(FrameHeader.LENGTH + length);
      scene.until("an answer", () -> read(channel, frame) && !frame.hasRemaining());
      byte[] payload = new byte[length];
      frame.get(FrameHeader.LENGTH, payload);
      return payload;
    }

    private static ByteBuffer frame(FrameType type, byte[] payload) {
      FrameHeader header = new FrameHeader().start(type);
      header.length = payload.length;
      header.payloadChecksum = new Checksum().of(ByteBuffer.wrap(payload), 0, payload.length);
      ByteBuffer bytes = FrameHeader.buffer(FrameHeader.LENGTH + payload.length);
      header.write(bytes);
      return bytes.put(payload).flip();
    }

    private boolean read(SocketChannel channel, ByteBuffer target) {
      try {
        open &= channel.read(target) >= 0;
      } catch (IOException reset) {
        open = false;
      }
      return true;
    }

    /** Says a header again and again; false when the connection is gone. */
    boolean say(int flow, FrameHeader header) {
      ByteBuffer bytes = FrameHeader.buffer(FrameHeader.LENGTH);
      header.write(bytes);
      bytes.flip();
      try {
        while (bytes.hasRemaining()) {
          if (flows.get(flow).write(bytes) == 0) {
            scene.round();
          }
        }
        return true;
      } catch (IOException gone) {
        return false;
      }
    }

    boolean isDropped() {
      return !open || (read(flows.get(0), FrameHeader.buffer(1 << 16)) && !open);
    }

    @Override
    public void close() throws IOException {
      for (SocketChannel flow : flows) {
        flow.close();
      }
    }
  }

  private static FrameHeader read(RemotePointer pointer, int length, int flow) {
    FrameHeader header = new FrameHeader().start(FrameType.READ);
    header.region = pointer.region();
    header.generation = pointer.generation();
    header.offset = pointer.offset();
    header.argument = length;
    header.value = flow;
    return header;
  }

  /** Asking without end and taking nothing does not fill the memory of who is asked. */
  @ParameterizedTest
  @CsvSource({"0, 16384", "1, 262144"})
  void shouldSendAwayWhoAsksAndTakesNothing(int flow, int length) throws IOException {
    try (Scene scene = new Scene(new TcpWorld())) {
      Party called = scene.party(1);
      Scene.Link other = scene.link(scene.party(0), scene.party(2));
      MemoryRegion region = called.memory(SIZE, Access.READ);
      try (Rude rude = new Rude(scene, called)) {
        FrameHeader request = read(region.pointer(0, length), length, flow);
        int asked = 0;
        while (called.disconnected().isEmpty() && rude.say(0, request)) {
          asked++;
          assertThat(asked).as("requests taken without a bound").isLessThan(100_000);
          if (asked % 64 == 0) {
            scene.round();
          }
        }
        scene.until("it is sent away", () -> called.disconnected().size() == 1);
      }
      assertThat(called.disconnected().values().iterator().next()).contains("asks on");
      other.near().send(Scene.bytes("undisturbed"), MemorySegment.NULL);
      scene.until("a message", () -> scene.party(2).messages().size() == 1);
    }
  }

  private static void assertDropped(int flow, FrameHeader header) throws IOException {
    try (Scene scene = new Scene(new TcpWorld())) {
      Party called = scene.party(1);
      called.memory(SIZE, Access.WRITE);
      try (Rude rude = new Rude(scene, called)) {
        rude.say(flow, header);
        scene.until("it is dropped", rude::isDropped);
      }
      assertThat(called.disconnected()).hasSize(1);
    }
  }

  @Test
  void shouldDropAnswersToNothing() throws IOException {
    for (FrameType type :
        List.of(FrameType.DATA, FrameType.WRITTEN, FrameType.FOUND, FrameType.FLUSHED)) {
      assertDropped(0, new FrameHeader().start(type));
    }
  }

  @Test
  void shouldDropFramesOfTheHandshakeOutOfTurn() throws IOException {
    assertDropped(0, new FrameHeader().start(FrameType.READY));
    assertDropped(0, new FrameHeader().start(FrameType.REFUSED));
  }

  @Test
  void shouldDropMessagesAndRequestsOverOtherFlows() throws IOException {
    assertDropped(1, new FrameHeader().start(FrameType.MESSAGE));
    assertDropped(1, new FrameHeader().start(FrameType.FLUSH));
  }

  @Test
  void shouldDropReadsOverFlowsThatAreNotThere() throws IOException {
    for (int flow : new int[] {-1, 2, Integer.MAX_VALUE}) {
      assertDropped(0, read(new RemotePointer(0, 0, 1, 0, 8), 8, flow));
    }
    assertDropped(0, read(new RemotePointer(0, 0, 1, 0, 8), Limits.SMALL_BYTES + 1, 0));
    assertDropped(0, read(new RemotePointer(0, 0, 1, 0, 8), Limits.PIECE_BYTES + 1, 1));
  }
}
