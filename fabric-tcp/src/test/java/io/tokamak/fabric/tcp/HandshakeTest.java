// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.NodeRef;
import io.tokamak.testkit.fabric.Party;
import io.tokamak.testkit.fabric.Scene;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Who is let in. */
final class HandshakeTest {
  private static final TcpOptions OPEN = TcpOptions.loopback();
  private static final TcpOptions SECRET = OPEN.withSecret(TcpWorld.SECRET);
  private static final TcpOptions OTHER =
      OPEN.withSecret(TcpWorld.secret("another one than the others have"));

  private static void assertRefused(TcpOptions near, TcpOptions far, String why)
      throws IOException {
    IntFunction<TcpOptions> options = node -> node == 0 ? near : far;
    try (Scene scene = new Scene(new TcpWorld(options))) {
      Party caller = scene.party(0);
      Party called = scene.party(1);
      Endpoint endpoint =
          caller.fabric().connect(called.self(), called.fabric().address(), scene.inSeconds(3));
      scene.until("a refusal", () -> caller.disconnected().containsKey(endpoint));

      assertThat(caller.disconnected().get(endpoint)).contains(why);
      assertThat(called.connected()).isEmpty();
      assertThat(caller.connected()).isEmpty();
    }
  }

  @Test
  void shouldRefuseWhoHasNoSecret() throws IOException {
    assertRefused(OPEN, SECRET, "wants a secret and you have none");
  }

  @Test
  void shouldRefuseWhoHasAnotherSecret() throws IOException {
    assertRefused(OTHER, SECRET, "the secret is another one here");
  }

  @Test
  void shouldNotTalkToWhoHasNoSecret() throws IOException {
    assertRefused(SECRET, OPEN, "has no secret and you have one");
  }

  @Test
  void shouldConnectWithoutSecretsWhereNobodyHasOne() throws IOException {
    try (Scene scene = new Scene(new TcpWorld(node -> OPEN.withFlows(2 + 7 * node)))) {
      Scene.Link link = scene.link(scene.party(0), scene.party(1));
      Scene.Link back = scene.link(scene.party(2), scene.party(0));
      link.far().send(Scene.bytes("hello"), MemorySegment.NULL);
      back.near().send(Scene.bytes("hello"), MemorySegment.NULL);
      scene.until("both", () -> scene.party(0).messages().size() == 2);
    }
  }

  @Test
  void shouldRefuseVersionsItDoesNotSpeak() throws IOException {
    try (Scene scene = new Scene(new TcpWorld());
        RawPeer peer = new RawPeer(scene.party(1).fabric().address())) {
      Hello hello = hello(2, 3, scene.party(1).self());
      peer.say(new FrameHeader().start(FrameType.HELLO), hello.encode());
      scene.until("a refusal", peer::isDropped);

      assertThat(peer.heard().type).isEqualTo(FrameType.REFUSED);
      assertThat(peer.text()).contains("speaks version 1 of the protocol, you speak 2 to 3");
    }
  }

  private static Hello hello(int lowest, int highest, NodeRef expected) {
    NodeRef caller = new NodeRef(99, 1);
    byte[] nonce = new byte[Hello.NONCE_LENGTH];
    return new Hello(lowest, highest, 0, 2, true, 5, caller, expected, Hello.UNKNOWN, nonce);
  }

  @Test
  void shouldChooseTheVersionItSpeaksOutOfSeveral() throws IOException {
    try (Scene scene = new Scene(new TcpWorld());
        RawPeer peer = new RawPeer(scene.party(1).fabric().address())) {
      Hello hello = hello(0, 9, scene.party(1).self());
      peer.say(new FrameHeader().start(FrameType.HELLO), hello.encode());
      int length = FrameHeader.LENGTH + Challenge.LENGTH;
      scene.until("a challenge", () -> peer.heardBytes() >= length);

      assertThat(peer.heard().type).isEqualTo(FrameType.CHALLENGE);
      assertThat(peer.text()).doesNotContain("what all nodes of the test know");
    }
  }

  /** A proof that was heard before is worth nothing: each conversation has another nonce. */
  @Test
  void shouldRefuseAProofOfAnotherConversation() throws IOException {
    byte[] heard;
    try (Scene scene = new Scene(new TcpWorld())) {
      Party far = scene.party(1);
      try (Proxy proxy = new Proxy(far.fabric().address(), Proxy.Harm.none())) {
        ((TcpWorld) scene.world()).onStep(proxy::step);
        Endpoint endpoint =
            scene.party(0).fabric().connect(far.self(), proxy.address(), scene.inSeconds(3));
        scene.until("a connection", () -> scene.party(0).connected().contains(endpoint));
        heard = proxy.seen(0, Proxy.Way.TO_SERVER);
      }
      ((TcpWorld) scene.world()).onStep(Thread::onSpinWait);
      try (RawPeer thief = new RawPeer(far.fabric().address())) {
        thief.say(heard);
        scene.until("a refusal", thief::isDropped);
        assertThat(thief.text()).contains("the secret is another one here");
        assertThat(far.connected()).hasSize(1);
      }
    }
  }

  /** Who does not know whom to expect wants the same one on all flows. */
  @Test
  void shouldRefuseTwoNodesAtOneAddress() throws IOException {
    try (Scene scene = new Scene(new TcpWorld())) {
      Party caller = scene.party(0);
      FabricAddress one = scene.party(1).fabric().address();
      FabricAddress two = scene.party(2).fabric().address();
      try (Proxy proxy = new Proxy(Proxy.Harm.none(), one, two)) {
        ((TcpWorld) scene.world()).onStep(proxy::step);
        Endpoint endpoint =
            caller.fabric().connect(NodeRef.ANYBODY, proxy.address(), scene.inSeconds(3));
        scene.until("a refusal", () -> caller.disconnected().containsKey(endpoint));

        assertThat(caller.disconnected().get(endpoint)).contains("two nodes at one address");
        assertThat(scene.party(1).connected()).isEmpty();
        assertThat(scene.party(2).connected()).isEmpty();
      }
    }
  }

  @Test
  void shouldRefuseACallerThatMayBeAnybody() throws IOException {
    try (Scene scene = new Scene(new TcpWorld());
        RawPeer peer = new RawPeer(scene.party(1).fabric().address())) {
      NodeRef anybody = NodeRef.ANYBODY;
      byte[] nonce = new byte[Hello.NONCE_LENGTH];
      Hello hello = new Hello(1, 1, 0, 2, true, 5, anybody, anybody, Hello.UNKNOWN, nonce);
      peer.say(new FrameHeader().start(FrameType.HELLO), hello.encode());
      scene.until("the stranger is dropped", peer::isDropped);

      assertThat(peer.heard().type).isEqualTo(FrameType.REFUSED);
      assertThat(peer.text()).contains("a caller that may be anybody");
    }
  }

  @Test
  void shouldRefuseSecretsThatAreTooShort() {
    assertThatThrownBy(() -> Secret.of(new byte[15]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16 or more");
    assertThat(Secret.of(new byte[16])).hasToString("a secret");
  }
}
