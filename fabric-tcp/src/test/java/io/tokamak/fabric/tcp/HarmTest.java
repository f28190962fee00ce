// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.testkit.fabric.Party;
import io.tokamak.testkit.fabric.Scene;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections that are cut or damaged on the way. */
final class HarmTest {
  private static final int LENGTH = 100_000;

  /** A conversation with each kind of frame, through a proxy that does harm. */
  private static final class Conversation implements AutoCloseable {
    final TcpWorld world;
    final Scene scene;
    final Party near;
    final Party far;
    final MemoryRegion source;
    final MemoryRegion target;
    final MemoryRegion local;
    final Proxy proxy;
    final Endpoint endpoint;
    final List<Long> tokens = new ArrayList<>();

    Conversation(Proxy.Harm harm) throws IOException {
      this(harm, node -> TcpWorld.options());
    }

    Conversation(Proxy.Harm harm, IntFunction<TcpOptions> options) throws IOException {
      world = new TcpWorld(options);
      scene = new Scene(world);
      near = scene.party(0);
      far = scene.party(1);
      source = far.filled(LENGTH, Access.READ, 1);
      target = far.memory(LENGTH, Access.WRITE);
      local = near.filled(2 * LENGTH, Access.LOCAL, 2);
      proxy = new Proxy(far.fabric().address(), harm);
      world.onStep(proxy::step);
      endpoint = near.fabric().connect(far.self(), proxy.address(), scene.inSeconds(5));
    }

    /** Says everything, until it is over or the connection is gone. */
    void talk() {
      scene.until("a connection or none", () -> isGone() || near.connected().contains(endpoint));
      if (!isGone()) {
        begin();
        scene.until("the end of it", () -> isGone() || near.completedCount() == tokens.size());
      }
    }

    private void begin() {
      for (int i = 0; i < 6; i++) {
        tokens.add(near.token());
      }
      endpoint.send(Scene.bytes("message"), MemorySegment.NULL);
      endpoint.read(local, 0, source.pointer(0, 50), tokens.get(0));
      endpoint.read(local, 0, source.pointer(0, LENGTH), tokens.get(1));
      endpoint.write(local, LENGTH, target.pointer(0, 50), tokens.get(2));
      endpoint.write(local, LENGTH, target.pointer(0, LENGTH), tokens.get(3));
      endpoint.fetchAdd(target.pointer(0, 8), 0, tokens.get(4));
      endpoint.flush(tokens.get(5));
    }

    boolean isGone() {
      return near.disconnected().containsKey(endpoint);
    }

    /** Both sides notice, all operations have ended, and a new connection works. */
    void assertSurvived(String what) {
      scene.until("both sides notice", this::bothNoticed);
      for (long token : tokens) {
        assertThat(near.status(token))
            .as(what)
            .isIn(OperationStatus.DONE, OperationStatus.DISCONNECTED);
      }
      Scene.Link again = scene.link(near, far);
      int before = far.messages().size();
      again.near().send(Scene.bytes("again"), MemorySegment.NULL);
      scene.until("a message", () -> far.messages().size() == before + 1);
    }

    private boolean bothNoticed() {
      return isGone() && far.connected().size() == far.disconnected().size();
    }

    @Override
    public void close() throws IOException {
      proxy.close();
      scene.close();
    }
  }

  private static List<Integer> boundaries(byte[] bytes) {
    ByteBuffer frames = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> boundaries = new ArrayList<>();
    int at = 0;
    while (at + FrameHeader.LENGTH <= bytes.length) {
      boundaries.add(at);
      at += FrameHeader.LENGTH + frames.getInt(at + 8);
    }
    return boundaries;
  }

  /** The last boundaries stay out: a cut behind the last frame may come after the end. */
  @ParameterizedTest
  @CsvSource({"0,TO_SERVER", "0,TO_CLIENT", "1,TO_SERVER", "1,TO_CLIENT", "2,TO_CLIENT"})
  void shouldSurviveACutAtEachBoundary(int connection, Proxy.Way way) throws IOException {
    List<Integer> boundaries;
    try (Conversation whole = new Conversation(Proxy.Harm.none())) {
      whole.talk();
      assertThat(whole.isGone()).isFalse();
      boundaries = boundaries(whole.proxy.seen(connection, way));
    }
    assertThat(boundaries).isNotEmpty();
    for (int boundary : boundaries) {
      for (int cut : new int[] {boundary, boundary + 1, boundary + FrameHeader.LENGTH - 1}) {
        Proxy.Harm harm = new Proxy.Harm(connection, way, cut, -1);
        try (Conversation conversation = new Conversation(harm)) {
          conversation.talk();
          conversation.assertSurvived("cut %s after %d".formatted(harm, cut));
        }
      }
    }
  }

  /** A byte of the handshake, of a header, of a message: the connection goes, and only it. */
  @ParameterizedTest
  @CsvSource({
    "0,TO_SERVER,3",
    "0,TO_SERVER,70",
    "0,TO_SERVER,150",
    "0,TO_CLIENT,5",
    "0,TO_CLIENT,100",
    "0,TO_CLIENT,190",
    "0,TO_SERVER,250",
    "1,TO_SERVER,10"
  })
  void shouldEndAConnectionWithADamagedHeader(int connection, Proxy.Way way, int at)
      throws IOException {
    Proxy.Harm harm = new Proxy.Harm(connection, way, -1, at);
    try (Conversation conversation = new Conversation(harm)) {
      conversation.talk();
      assertThat(conversation.isGone()).isTrue();
      conversation.assertSurvived(harm.toString());
    }
  }

  /** Damage to the bytes of one operation is told by its status, and never taken for data. */
  @ParameterizedTest
  @CsvSource({"TO_CLIENT,1", "TO_SERVER,3"})
  void shouldTellOfDamagedBulk(Proxy.Way way, int operation) throws IOException {
    Proxy.Harm harm = new Proxy.Harm(1, way, -1, 50_000);
    try (Conversation conversation = new Conversation(harm)) {
      conversation.talk();
      boolean onFirst = isCorrupt(conversation, operation);
      if (!onFirst) {
        Proxy.Harm other = new Proxy.Harm(2, way, -1, 50_000);
        try (Conversation second = new Conversation(other)) {
          second.talk();
          assertThat(isCorrupt(second, operation)).isTrue();
        }
      }
    }
  }

  /** Nodes that say the same machine leave out the checksums of payloads, and nothing else. */
  @ParameterizedTest
  @CsvSource({"1,1,true", "1,2,false", "0,0,false", "0,1,false"})
  void shouldHaveNoChecksumOfPayloadsWithinOneMachine(int near, int far, boolean none)
      throws IOException {
    IntFunction<TcpOptions> options =
        node -> TcpWorld.options().withMachine(new UUID(0, node == 0 ? near : far));
    try (Conversation whole = new Conversation(Proxy.Harm.none(), options)) {
      whole.talk();
      assertThat(whole.isGone()).isFalse();
      byte[] seen = whole.proxy.seen(0, Proxy.Way.TO_SERVER);
      List<Integer> boundaries = boundaries(seen);
      ByteBuffer frames = ByteBuffer.wrap(seen).order(ByteOrder.LITTLE_ENDIAN);
      int message = boundaries.get(3); // behind HELLO, PROOF and READY
      assertThat(frames.get(message + 5)).isEqualTo((byte) FrameType.MESSAGE.code());
      assertThat(frames.getInt(message + 12) == 0).isEqualTo(none);
      assertThat(frames.getInt(message + 60)).isNotZero();
    }
  }

  private static boolean isCorrupt(Conversation conversation, int operation) {
    assertThat(conversation.isGone()).isFalse();
    for (int i = 0; i < conversation.tokens.size(); i++) {
      OperationStatus status = conversation.near.status(conversation.tokens.get(i));
      assertThat(status)
          .isIn(OperationStatus.DONE, i == operation ? OperationStatus.CORRUPT : status);
    }
    return conversation.near.status(conversation.tokens.get(operation)) == OperationStatus.CORRUPT;
  }

  @Test
  void shouldTellWhyAPeerClosed() throws IOException {
    try (Scene scene = new Scene(new TcpWorld())) {
      Scene.Link link = scene.link(scene.party(0), scene.party(1));
      link.far().close("too much of it");
      scene.until("the end", () -> scene.party(0).disconnected().containsKey(link.near()));

      assertThat(scene.party(0).disconnected().get(link.near())).contains("too much of it");
    }
  }
}
