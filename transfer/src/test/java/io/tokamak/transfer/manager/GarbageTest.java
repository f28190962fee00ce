// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.service.MessageHeader;
import io.tokamak.fabric.service.ServiceId;
import io.tokamak.testkit.seed.Seeds;
import io.tokamak.testkit.simulation.Node;
import io.tokamak.testkit.simulation.Semantics;
import io.tokamak.transfer.Protocol;
import io.tokamak.transfer.message.Ask;
import io.tokamak.transfer.message.TransferType;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A peer that sends nonsense loses its connection; nobody else notices. */
final class GarbageTest {
  private static final MemorySegment NOTHING = MemorySegment.ofArray(new byte[0]);

  private final TestCluster cluster = new TestCluster(Semantics.tcp());
  private final Member victim = cluster.member("victim");
  private final Member friend = cluster.member("friend");
  private final Node rude = cluster.world.node("rude");

  private static final FabricListener DEAF =
      new FabricListener() {
        @Override
        public void connected(Endpoint endpoint) {}

        @Override
        public void disconnected(Endpoint endpoint, String why) {}

        @Override
        public void received(Endpoint endpoint, MemorySegment message) {}

        @Override
        public void completed(Endpoint endpoint, long token, OperationStatus status, long value) {}
      };

  private Endpoint connect() {
    Endpoint endpoint =
        rude.fabric().connect(victim.ref(), victim.node.address(), rude.nowNs() + 1_000_000_000);
    until(() -> endpoint.state() == Endpoint.State.READY);
    return endpoint;
  }

  private void until(BooleanSupplier condition) {
    cluster.until(() -> {
      rude.fabric().poll(DEAF);
      return condition.getAsBoolean();
    });
  }

  @Test
  void shouldSurviveAnyBytes() {
    RandomGenerator random = Seeds.random(Seeds.pick("garbage"));
    ObjectId id = cluster.put(victim, "object", 1000);
    for (int i = 0; i < 300; i++) {
      Endpoint endpoint = connect();
      for (int message = 0; message < 5; message++) {
        byte[] bytes = new byte[MessageHeader.LENGTH + random.nextInt(200)];
        random.nextBytes(bytes);
        int type = random.nextInt(20);
        int body = bytes.length - MessageHeader.LENGTH;
        MemorySegment segment = MemorySegment.ofArray(bytes);
        MessageHeader.write(segment, ServiceId.TRANSFER, type, 0, body, random.nextInt(4));
        endpoint.send(segment, NOTHING);
      }
      cluster.world.runFor(Duration.ofMillis(1));
      rude.fabric().poll(DEAF);
      endpoint.close("enough");
      cluster.world.runFor(Duration.ofMillis(1));
      rude.fabric().poll(DEAF);
    }

    cluster.fetchAndWait(friend, null, id).arrived();
    cluster.assertAtBase();
  }

  @Test
  void shouldLetGoOfTwoTransfersUnderOneNumber() {
    ObjectId id = cluster.put(victim, "object", 1000);
    Endpoint endpoint = connect();
    MemorySegment message = MemorySegment.ofArray(new byte[100]);
    int length = new Ask(1, id, Protocol.RENDEZVOUS, false, 4, 10_000, false, 0).write(message);

    endpoint.send(message.asSlice(0, length), NOTHING);
    until(() -> victim.store.held() == 1);
    endpoint.send(message.asSlice(0, length), NOTHING);
    until(() -> endpoint.state() == Endpoint.State.CLOSED);

    assertThat(victim.spy.received).containsExactly(TransferType.TRANSFER, TransferType.TRANSFER);
    cluster.assertAtBase();
  }

  @Test
  void shouldServeNoMoreThanItsBound() {
    ObjectId id = cluster.put(victim, "object", 1000);
    Endpoint endpoint = connect();
    MemorySegment message = MemorySegment.ofArray(new byte[100]);
    for (int number = 1; number <= 5000; number++) {
      int length =
          new Ask(number, id, Protocol.RENDEZVOUS, false, 4, 10_000, false, 0).write(message);
      int next = length;
      until(() -> endpoint.send(message.asSlice(0, next), NOTHING));
    }
    until(() -> victim.manager.counters().get("requests") == 5000);

    assertThat(victim.store.held()).isEqualTo(4096);
    assertThat(victim.manager.counters()).containsEntry("busy", 904L);
    endpoint.close("enough");
    cluster.assertAtBase();
  }
}
