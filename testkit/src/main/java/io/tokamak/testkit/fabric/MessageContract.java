// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.fabric.Endpoint;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Messages arrive whole, once, in order. */
public interface MessageContract extends FabricSubject {
  /** Two parts arrive as one message; either may be empty. */
  @Test
  default void shouldJoinBothParts() throws Exception {
    try (Scene scene = new Scene(world())) {
      Scene.Link link = scene.link(scene.party(0), scene.party(1));
      Party far = scene.party(1);

      assertThat(link.near().send(Scene.bytes("head "), Scene.bytes("body"))).isTrue();
      assertThat(link.near().send(MemorySegment.NULL, Scene.bytes("body"))).isTrue();
      assertThat(link.near().send(Scene.bytes("head"), MemorySegment.NULL)).isTrue();
      assertThat(link.near().send(MemorySegment.NULL, MemorySegment.NULL)).isTrue();
      scene.until("four messages", () -> far.messages().size() == 4);

      assertThat(far.messages().stream().map(m -> new String(m, StandardCharsets.UTF_8)))
          .containsExactly("head body", "body", "head", "");
    }
  }

  /** The caller's memory is its own again as soon as send returns. */
  @Test
  default void shouldHaveTakenTheMessageWhenSendReturns() throws Exception {
    try (Scene scene = new Scene(world())) {
      Scene.Link link = scene.link(scene.party(0), scene.party(1));
      byte[] text = "before".getBytes(StandardCharsets.UTF_8);
      link.near().send(MemorySegment.ofArray(text), MemorySegment.NULL);
      Arrays.fill(text, (byte) 'x');
      Party far = scene.party(1);
      scene.until("a message", () -> far.messages().size() == 1);

      assertThat(far.messages().getFirst()).asString().isEqualTo("before");
    }
  }

  /** The longest allowed message arrives, a longer one is refused at once. */
  @Test
  default void shouldKeepToTheLongestMessage() throws Exception {
    try (Scene scene = new Scene(world())) {
      Scene.Link link = scene.link(scene.party(0), scene.party(1));
      Party far = scene.party(1);
      int most = far.fabric().capabilities().maxMessageBytes();
      byte[] longest = new byte[most];
      Party.fill(MemorySegment.ofArray(longest), 3);

      scene.until(
          "room for the longest message",
          () -> link.near().send(MemorySegment.NULL, MemorySegment.ofArray(longest)));
      assertThatThrownBy(() -> link.near().send(Scene.bytes("x"), MemorySegment.ofArray(longest)))
          .isInstanceOf(IllegalArgumentException.class);
      scene.until("the message", () -> far.messages().size() == 1);

      assertThat(far.messages().getFirst()).isEqualTo(longest);
    }
  }

  /** Many messages of all lengths, in order, both ways at once. */
  @Test
  default void shouldKeepTheOrderBothWays() throws Exception {
    int count = 2000;
    try (Scene scene = new Scene(world())) {
      Scene.Link link = scene.link(scene.party(0), scene.party(1));
      int[] sent = new int[2];
      scene.until(
          "all messages",
          () -> {
            sendSome(link.near(), sent, 0, count);
            sendSome(link.far(), sent, 1, count);
            return scene.party(0).messages().size() == count
                && scene.party(1).messages().size() == count;
          });

      for (int party = 0; party < 2; party++) {
        for (int i = 0; i < count; i++) {
          byte[] message = scene.party(party).messages().get(i);
          assertThat(ByteBuffer.wrap(message).getInt()).isEqualTo(i);
          assertThat(message).hasSize(length(i));
        }
      }
    }
  }

  private static void sendSome(Endpoint endpoint, int[] sent, int which, int count) {
    while (sent[which] < count) {
      ByteBuffer message = ByteBuffer.allocate(length(sent[which])).putInt(sent[which]);
      if (!endpoint.send(MemorySegment.ofArray(message.array()), MemorySegment.NULL)) {
        return;
      }
      sent[which]++;
    }
  }

  private static int length(int i) {
    return 4 + (i * 37) % 3000;
  }

  /** A peer that does not poll makes send say no; nothing that was taken is lost. */
  @Test
  default void shouldSayWhenItHasTooMuchToSend() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      Scene.Link link = scene.link(near, far);
      scene.freeze(far);
      byte[] block = new byte[far.fabric().capabilities().maxMessageBytes() / 4];
      int[] taken = {0};
      scene.until(
          "a refusal",
          () -> {
            ByteBuffer.wrap(block).putInt(taken[0]);
            boolean accepted = link.near().send(MemorySegment.ofArray(block), MemorySegment.NULL);
            taken[0] += accepted ? 1 : 0;
            assertThat(taken[0]).as("messages taken without a bound").isLessThan(10_000);
            return !accepted;
          });
      scene.thaw(far);
      scene.until("what was taken", () -> far.messages().size() == taken[0]);

      for (int i = 0; i < taken[0]; i++) {
        assertThat(ByteBuffer.wrap(far.messages().get(i)).getInt()).isEqualTo(i);
      }
      scene.until("room again", () -> link.near().send(Scene.bytes("x"), MemorySegment.NULL));
      scene.until("one more", () -> far.messages().size() == taken[0] + 1);
    }
  }

  /** A peer that never polls holds nobody else up. */
  @Test
  default void shouldServeOthersWhileOnePeerSleeps() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Party asleep = scene.party(1);
      Party awake = scene.party(2);
      Scene.Link stuck = scene.link(near, asleep);
      Scene.Link lively = scene.link(near, awake);
      scene.freeze(asleep);
      MemorySegment block =
          MemorySegment.ofArray(new byte[near.fabric().capabilities().maxMessageBytes() / 4]);
      scene.until("a refusal", () -> !stuck.near().send(block, MemorySegment.NULL));

      for (int i = 1; i <= 100; i++) {
        int expected = i;
        assertThat(lively.near().send(Scene.bytes("ping"), MemorySegment.NULL)).isTrue();
        scene.until("a message", () -> awake.messages().size() == expected);
      }
    }
  }

  /** A listener may answer from within its callback. */
  @Test
  default void shouldSendFromWithinACallback() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      Scene.Link link = scene.link(near, far);
      far.onEvent(() -> link.far().send(Scene.bytes("answer"), MemorySegment.NULL));
      link.near().send(Scene.bytes("question"), MemorySegment.NULL);
      scene.until("an answer", () -> near.messages().size() == 1);

      assertThat(near.messages().getFirst()).asString().isEqualTo("answer");
    }
  }

  /** A listener may close from within its callback; nothing more comes from there. */
  @Test
  default void shouldCloseFromWithinACallback() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      Scene.Link link = scene.link(near, far);
      far.onEvent(() -> link.far().close("enough"));
      for (int i = 0; i < 10; i++) {
        link.near().send(Scene.bytes("message " + i), MemorySegment.NULL);
      }
      scene.until("the near end", () -> near.disconnected().containsKey(link.near()));
      scene.until("the far end", () -> far.disconnected().containsKey(link.far()));

      assertThat(far.messages()).hasSize(1);
    }
  }
}
