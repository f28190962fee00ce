// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.testkit.simulation.Semantics;
import io.tokamak.transfer.ManagerSettings;
import io.tokamak.transfer.Protocol;
import io.tokamak.transfer.Registration;
import io.tokamak.transfer.TransferRecord;
import io.tokamak.transfer.TransferRecord.Phase;
import io.tokamak.transfer.TransferRecord.PhaseTime;
import io.tokamak.wire.ObjectId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each protocol costs, counted. */
final class CountsTest {
  private static final int CHUNK = 8192 - 16 - 8;

  private final TestCluster cluster = new TestCluster(Semantics.tcp());

  /** Messages of the simulated fabric have 8,192 bytes, so chunks have 8,168. */
  @ParameterizedTest
  @CsvSource({
    // protocol, bytes, round trips, messages, copies
    "DIRECT, 1024, 1, 0, 0",
    "DIRECT, 65536, 1, 0, 0",
    "DIRECT, 65537, 1, 0, 0",
    "RENDEZVOUS, 1024, 2, 3, 0",
    "RENDEZVOUS, 65536, 2, 3, 0",
    "RENDEZVOUS, 65537, 2, 3, 0",
    "EAGER, 1024, 1, 2, 2",
    "EAGER, 81680, 1, 12, 2",
    "SOCKET, 1024, 1, 3, 2",
    "SOCKET, 81680, 1, 12, 2",
    "SOCKET_4K, 1024, 1, 3, 2",
    "SOCKET_4K, 81920, 1, 22, 2",
  })
  void shouldTakeSoManyOfEach(
      Protocol protocol, int length, int roundTrips, int messages, int copies) {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", length);

    TransferRecord how = cluster.fetchAndWait(receiver, protocol, id).arrived();

    assertThat(how.roundTrips()).as("round trips").isEqualTo(roundTrips);
    assertThat(how.messages()).as("messages").isEqualTo(messages);
    assertThat(how.copies()).as("copies").isEqualTo(copies);
    assertThat(how.registrations()).as("registrations").isZero();
    assertThat(how.sources()).isEqualTo(1);
    assertThat(how.bytes()).isEqualTo(length);
    assertThat(how.fabric()).isEqualTo("simulated");
    assertThat(how.peer()).isEqualTo(holder.ref());
    cluster.assertAtBase();
    assertThat(holder.spy.received.size() + receiver.spy.received.size()).isEqualTo(messages);
  }

  @ParameterizedTest
  @CsvSource({"DIRECT, 1", "RENDEZVOUS, 2"})
  void shouldReadAnyLengthInOneRoundTripWhereNobodyServes(Protocol protocol, int roundTrips) {
    TestCluster mapped = new TestCluster(Semantics.shm());
    Member holder = mapped.member("holder");
    ObjectId id = mapped.put(holder, "object", 1_000_000);

    TransferRecord how = mapped.fetchAndWait(mapped.member("receiver"), protocol, id).arrived();

    assertThat(how.roundTrips()).isEqualTo(roundTrips);
    mapped.assertAtBase();
  }

  /** Credit for 16 chunks at first, then for 8 at a time as long as they are needed. */
  @Test
  void shouldGiveCreditInHandfuls() {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", 40 * CHUNK);

    TransferRecord how = cluster.fetchAndWait(receiver, Protocol.EAGER, id).arrived();

    assertThat(how.messages()).isEqualTo(2 + 40 + 3);
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void shouldMakeNothingForALaterTransfer(Protocol protocol) {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId first = cluster.put(holder, "first", 100_000);
    cluster.fetchAndWait(receiver, protocol, first);
    Map<String, Long> before = receiver.manager.counters();
    Map<String, Long> holderBefore = holder.manager.counters();
    ObjectId later = cluster.put(holder, "later", 100_000);

    cluster.fetchAndWait(receiver, protocol, later);

    for (String what : new String[] {"connections", "registrations"}) {
      assertThat(receiver.manager.counters()).containsEntry(what, before.get(what));
      assertThat(holder.manager.counters()).containsEntry(what, holderBefore.get(what));
    }
  }

  @Test
  void shouldRegisterForEachTransferIfThatIsThePolicy() {
    cluster.with(ManagerSettings.defaults().withRegistration(Registration.PER_TRANSFER));
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", 100_000);

    assertThat(cluster.fetchAndWait(receiver, Protocol.RENDEZVOUS, id).arrived().registrations())
        .isEqualTo(1);
    receiver.store.delete(List.of(id));
    assertThat(cluster.fetchAndWait(receiver, Protocol.RENDEZVOUS, id).arrived().registrations())
        .isEqualTo(1);
    cluster.assertAtBase();
    assertThat(receiver.manager.counters()).containsEntry("regions", 2L);
    assertThat(holder.manager.counters()).containsEntry("regions", 2L);
    assertThat(holder.manager.counters()).containsEntry("registrations", 4L);
  }

  @Test
  void shouldRegisterAPlaceOnceIfItIsKept() {
    cluster.with(ManagerSettings.defaults().withRegistration(Registration.CACHED));
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", 100_000);

    cluster.fetchAndWait(receiver, Protocol.RENDEZVOUS, id);
    receiver.store.delete(List.of(id));
    TransferRecord again = cluster.fetchAndWait(receiver, Protocol.RENDEZVOUS, id).arrived();

    assertThat(again.registrations()).isZero();
    assertThat(holder.manager.counters()).containsEntry("registrations", 3L);
  }

  @Test
  void shouldAccountForAllOfTheTime() {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", 100_000);

    long beganNs = receiver.node.nowNs();
    TransferRecord how = cluster.fetchAndWait(receiver, Protocol.RENDEZVOUS, id).arrived();
    long tookNs = receiver.node.nowNs() - beganNs;

    assertThat(how.phases().stream().map(PhaseTime::phase))
        .contains(Phase.DIRECTORY, Phase.CONNECT, Phase.HANDSHAKE, Phase.WIRE);
    assertThat(how.totalNs()).isPositive().isLessThanOrEqualTo(tookNs);
  }

  @ParameterizedTest
  @CsvSource({"EAGER, 500", "EAGER, 1000000", "SOCKET, 1000000", "SOCKET_4K, 1000000"})
  void shouldTellCopiesFromTheWire(Protocol protocol, int length) {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", length);

    receiver.tick(); // so that a copy takes time
    TransferRecord how = cluster.fetchAndWait(receiver, protocol, id).arrived();

    assertThat(how.phases().stream().map(PhaseTime::phase)).contains(Phase.COPY);
  }

  @Test
  void shouldKeepTheLastTransfersOfBothSides() {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    for (int i = 0; i < 1100; i++) {
      ObjectId id = cluster.put(holder, "object " + i, 10);
      cluster.fetchAndWait(receiver, Protocol.EAGER, id);
    }

    assertThat(receiver.manager.transfers()).hasSize(1024).allMatch(TransferRecord::incoming);
    assertThat(receiver.manager.transfers().getFirst().id())
        .isEqualTo(TestCluster.id("object 1099"));
    assertThat(holder.manager.transfers()).hasSize(1024).noneMatch(TransferRecord::incoming);
  }

  @Test
  void shouldMakeOneConnectionForManyFirstFetches() {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId[] ids = new ObjectId[100];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = cluster.put(holder, "object " + i, 1000);
    }

    Outcomes[] outcomes = new Outcomes[ids.length];
    for (int i = 0; i < ids.length; i++) {
      outcomes[i] = cluster.fetch(receiver, null, ids[i]);
    }
    for (Outcomes outcome : outcomes) {
      cluster.until(() -> outcome.count() == 1);
      outcome.arrived();
    }

    assertThat(receiver.manager.counters()).containsEntry("connections", 1L);
    assertThat(holder.manager.counters()).containsEntry("connections", 1L);
  }
}
