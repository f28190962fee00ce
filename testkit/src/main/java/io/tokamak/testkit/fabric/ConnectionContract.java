// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** How connections begin, and how they do not. */
public interface ConnectionContract extends FabricSubject {
  /** Both sides are told once, and know each other. */
  @Test
  default void shouldConnectTwoNodes() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      Scene.Link link = scene.link(near, far);

      assertThat(link.near().peer()).isEqualTo(far.self());
      assertThat(link.far().peer()).isEqualTo(near.self());
      assertThat(link.near().outgoing()).isTrue();
      assertThat(link.far().outgoing()).isFalse();
      assertThat(link.near().state()).isEqualTo(Endpoint.State.READY);
      assertThat(far.disconnected()).isEmpty();
    }
  }

  /** Nothing can be done before an endpoint is ready. */
  @Test
  default void shouldRefuseOperationsWhileConnecting() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      Endpoint endpoint =
          near.fabric().connect(far.self(), far.fabric().address(), scene.inSeconds(10));

      assertThat(endpoint.state()).isEqualTo(Endpoint.State.CONNECTING);
      assertThat(endpoint.peer()).isEqualTo(far.self());
      assertThat(endpoint.send(Scene.bytes("early"), MemorySegment.NULL)).isFalse();
      assertThat(endpoint.flush(near.token())).isFalse();

      scene.until("a connection", () -> near.connected().contains(endpoint));
      assertThat(near.completedCount()).isZero();
    }
  }

  /** Somebody else at that address is refused, by both sides. */
  @Test
  default void shouldRefuseAnotherNodeThanExpected() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      NodeRef stranger = new NodeRef(far.self().node() + 1000, far.self().epoch());
      NodeRef earlier = new NodeRef(far.self().node(), far.self().epoch() - 1);
      for (NodeRef wrong : new NodeRef[] {stranger, earlier}) {
        Endpoint endpoint =
            near.fabric().connect(wrong, far.fabric().address(), scene.inSeconds(10));
        scene.until("a refusal", () -> near.disconnected().containsKey(endpoint));
        assertThat(endpoint.state()).isEqualTo(Endpoint.State.CLOSED);
      }

      assertThat(near.connected()).isEmpty();
      assertThat(far.connected()).isEmpty();
    }
  }

  /** An address alone is enough: who is there is known once the endpoint is ready. */
  @Test
  default void shouldLearnWhoIsThere() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      Endpoint endpoint =
          near.fabric().connect(NodeRef.ANYBODY, far.fabric().address(), scene.inSeconds(10));
      assertThat(endpoint.peer()).isEqualTo(NodeRef.ANYBODY);
      scene.until("a connection", () -> near.connected().contains(endpoint));

      assertThat(endpoint.peer()).isEqualTo(far.self());
      scene.until("the other end", () -> far.connected().size() == 1);
      assertThat(far.connected().getFirst().peer()).isEqualTo(near.self());
      MemoryRegion source = far.filled(8, Access.READ, 1);
      MemoryRegion target = near.memory(8, Access.LOCAL);
      long token = near.token();
      assertThat(endpoint.read(target, 0, source.pointer(0, 8), token)).isTrue();
      scene.untilCompleted(near, token);
      assertThat(near.status(token)).isEqualTo(OperationStatus.DONE);
    }
  }

  /** Where nobody is, there is not anybody either. */
  @Test
  default void shouldFindNobodyWhereNobodyIs() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Endpoint endpoint =
          near.fabric().connect(NodeRef.ANYBODY, scene.world().nowhere(), scene.inSeconds(3));
      scene.untilInTime("a failure", () -> near.disconnected().containsKey(endpoint));

      assertThat(endpoint.peer()).isEqualTo(NodeRef.ANYBODY);
      assertThat(near.connected()).isEmpty();
    }
  }

  /** Where nobody listens, the connection fails within its deadline. */
  @Test
  default void shouldFailWhereNobodyIs() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Endpoint endpoint =
          near.fabric().connect(new NodeRef(77, 1), scene.world().nowhere(), scene.inSeconds(3));

      scene.untilInTime("a failure", () -> near.disconnected().containsKey(endpoint));

      assertThat(near.disconnected().get(endpoint)).isNotBlank();
      assertThat(near.connected()).isEmpty();
    }
  }

  /** Nonsense comes from other nodes; it fails like an absent peer. */
  @Test
  default void shouldFailAtAnAddressThatIsNonsense() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      FabricAddress nonsense = new FabricAddress(near.fabric().name(), "no such place");
      Endpoint endpoint = near.fabric().connect(new NodeRef(77, 1), nonsense, scene.inSeconds(3));

      scene.untilInTime("a failure", () -> near.disconnected().containsKey(endpoint));

      assertThat(near.connected()).isEmpty();
    }
  }

  /** A peer that does not poll does not answer; the deadline ends the attempt. */
  @Test
  default void shouldGiveUpAtTheDeadline() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      scene.freeze(far);
      long deadlineNs = scene.inSeconds(2);
      Endpoint endpoint = near.fabric().connect(far.self(), far.fabric().address(), deadlineNs);

      scene.untilInTime("a failure", () -> near.disconnected().containsKey(endpoint));

      assertThat(scene.world().nowNs() - deadlineNs).isNotNegative();
      assertThat(near.connected()).isEmpty();
    }
  }

  /** Connections both ways at once are two connections, each of use. */
  @Test
  default void shouldConnectBothWaysAtOnce() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party one = scene.party(0);
      Party two = scene.party(1);
      one.fabric().connect(two.self(), two.fabric().address(), scene.inSeconds(10));
      two.fabric().connect(one.self(), one.fabric().address(), scene.inSeconds(10));

      scene.until(
          "two connections", () -> one.connected().size() == 2 && two.connected().size() == 2);
      for (Endpoint endpoint : one.connected()) {
        assertThat(endpoint.send(Scene.bytes("hello"), MemorySegment.NULL)).isTrue();
      }
      scene.until("both messages", () -> two.messages().size() == 2);
    }
  }

  /** A node can connect to itself. */
  @Test
  default void shouldConnectToItself() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party self = scene.party(0);
      Endpoint endpoint =
          self.fabric().connect(self.self(), self.fabric().address(), scene.inSeconds(10));

      scene.until("both ends", () -> self.connected().size() == 2);
      endpoint.send(Scene.bytes("to myself"), MemorySegment.NULL);
      scene.until("the message", () -> self.messages().size() == 1);
    }
  }

  /** Closed before it was ready: told once, and the other side keeps nothing usable. */
  @Test
  default void shouldCloseWhileConnecting() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      Endpoint endpoint =
          near.fabric().connect(far.self(), far.fabric().address(), scene.inSeconds(10));
      endpoint.close("changed my mind");
      endpoint.close("and again");

      scene.until("the end", () -> near.disconnected().containsKey(endpoint));
      assertThat(near.disconnected().get(endpoint)).contains("changed my mind");
      scene.until("the other end", () -> far.connected().size() == far.disconnected().size());
      scene.link(near, far);
    }
  }

  /** A listener may connect from within its callback, also when it hears of an end. */
  @Test
  default void shouldConnectFromWithinACallback() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      Scene.Link link = scene.link(near, far);
      near.onEvent(() -> {
        near.onEvent(() -> {});
        near.fabric().connect(far.self(), far.fabric().address(), scene.inSeconds(10));
      });
      link.far().close("come again");

      scene.until("another connection", () -> near.connected().size() == 2);
    }
  }
}
