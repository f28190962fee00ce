// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.testkit.history.History;
import io.tokamak.testkit.history.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A node asks two holders for objects by messages, again and again, while everything goes wrong.
 * Each fetch has a deadline; when the world is calm, every fetch succeeds.
 */
final class Fetches implements Scenario {
  private static final long DEADLINE_NS = 3_000_000;
  private static final long GRACE_NS = 25_000_000; // a pause, and drift
  private static final Duration STORM = Duration.ofMillis(30);

  private final boolean forgetful;

  Fetches() {
    this(false);
  }

  /** {@code forgetful}: it gives up without a word when the connection is gone. */
  Fetches(boolean forgetful) {
    this.forgetful = forgetful;
  }

  @Override
  public void play(World world) {
    History history = new History(world::nowNs, GRACE_NS);
    Node[] holders = {world.node("h1", Holder::new), world.node("h2", Holder::new)};
    Asker[] asker = new Asker[1];
    for (int id = 0; id < 10; id++) {
      history.sealed("object " + id, bytes("bytes of object " + id));
    }
    world.node(
        "asker",
        node -> {
          history.died("asker");
          asker[0] = new Asker(node, holders, history);
          return asker[0];
        });
    world.runFor(STORM);
    world.calm();
    int before = asker[0].fetched;
    assertThat(world.runUntil(() -> asker[0].fetched > before + 3, Duration.ofSeconds(2))).isTrue();
    history.assertSound();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Answers each question. */
  private static final class Holder implements NodeProcess {
    private final Peer peer;

    Holder(Node node) {
      peer = new Peer(node);
    }

    @Override
    public long step() {
      peer.poll();
      boolean sent = true;
      while (sent && !peer.messages.isEmpty() && !peer.endpoints.isEmpty()) {
        sent = Peer.send(peer.endpoints.getLast(), answer(peer.messages.getFirst()));
        if (sent) {
          peer.messages.removeFirst();
        }
      }
      return WHEN_SOMETHING_ARRIVES;
    }
  }

  /** The question is the number of the fetch and the object's id. */
  private static String answer(String question) {
    int colon = question.indexOf(':');
    return question.substring(0, colon) + ":bytes of " + question.substring(colon + 1);
  }

  /** Asks one holder after the other. */
  private final class Asker implements NodeProcess {
    private final Peer peer;
    private final Node[] holders;
    private final History history;
    private @Nullable Endpoint endpoint;
    private History.@Nullable Wait wait;
    private long deadlineNs;
    private boolean asked;
    private int tries;
    private int fetched;

    Asker(Node node, Node[] holders, History history) {
      this.holders = holders;
      this.history = history;
      peer = new Peer(node);
    }

    @Override
    public long step() {
      peer.poll();
      if (wait == null) {
        begin();
      }
      connect();
      if (!asked && endpoint != null && endpoint.state() == Endpoint.State.READY) {
        asked = Peer.send(endpoint, tries + ":" + object());
      }
      peer.messages.removeIf(answer -> !answer.startsWith(tries + ":")); // of an earlier fetch
      if (asked && !peer.messages.isEmpty()) {
        fetched++;
        String answer = peer.messages.removeFirst();
        end(Outcome.PRESENT, bytes(answer.substring(answer.indexOf(':') + 1)));
      } else if (peer.node.nowNs() >= deadlineNs) {
        end(Outcome.FAILED, null);
      }
      return deadlineNs;
    }

    private void begin() {
      tries++;
      asked = false;
      deadlineNs = peer.node.nowNs() + DEADLINE_NS;
      wait = history.waits("asker", object(), peer.node.world().nowNs() + DEADLINE_NS);
    }

    private String object() {
      return "object " + tries % 10;
    }

    private void connect() {
      boolean gone = endpoint == null || endpoint.state() == Endpoint.State.CLOSED;
      Node holder = holders[tries % holders.length];
      if (gone && !(forgetful && asked)) {
        endpoint = peer.connect(holder);
        asked = false;
        peer.messages.clear();
      }
    }

    private void end(Outcome outcome, byte @Nullable [] bytes) {
      if (outcome != Outcome.PRESENT) {
        if (forgetful && endpoint != null && endpoint.state() == Endpoint.State.CLOSED) {
          return;
        }
        endpoint.close("too late");
        peer.messages.clear();
      }
      wait.ended(outcome, bytes);
      wait = null;
    }
  }
}
