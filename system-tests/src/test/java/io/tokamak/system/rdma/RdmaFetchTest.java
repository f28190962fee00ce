// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.rdma;

import static io.tokamak.system.rdma.RdmaPair.HOLDERS;
import static io.tokamak.system.rdma.RdmaPair.READERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.NodeView;
import io.tokamak.client.ObjectCopy;
import io.tokamak.client.TransferInfo;
import io.tokamak.system.cluster.ClusterNode;
import io.tokamak.system.process.Soon;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.message.TransferState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects go from one device to the other, and records and devices say the same of how. */
@Tag("rdma")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RdmaFetchTest {
  private static final long[] LENGTHS = {
    0, 1, 63, 4095, 4096, 65_536, 1 << 20, (1 << 20) + 1, 8 << 20
  };
  private static final byte[] METADATA = {1, 2, 3, 4, 5};
  private static final int MIB = 1 << 20;
  private static final int MANY = 8;

  /** Of the path between the devices. */
  private static final int PACKET_BYTES = 4096;

  /** Longer pieces of a message are never sent at once. */
  private static final int LONGEST_SEND_BYTES = 8192;

  private RdmaPair pair;

  @BeforeAll
  void start() {
    pair = new RdmaPair();
  }

  @AfterAll
  void stop() {
    pair.close();
  }

  @Test
  void shouldSayWhoReadsAndWhatRegistrationTook() {
    assertThat(pair.reader().client().cluster().nodes())
        .filteredOn(NodeView::self)
        .singleElement()
        .satisfies(own ->
            assertThat(own.fabric())
                .startsWith("ucx over ")
                .contains(", network cards read by themselves; ")
                .contains(" registered in "))
        .satisfies(own -> assertThat(own.whyNotBetter()).isEmpty());
  }

  /** By whatever is chosen. */
  @Test
  void shouldBringObjectsAsTheyWere() {
    for (long length : LENGTHS) {
      byte[] metadata = length % 2 == 0 ? new byte[0] : METADATA;
      Soon.await(length + " bytes that come over ucx", ClusterNode.PATIENCE)
          .until(() -> bring(length, metadata), RdmaPair.UCX::equals);
    }
  }

  /** Says over which fabric: on a machine that is too busy nodes may lose a way for a while. */
  private String bring(long length, byte[] metadata) throws InterruptedException {
    ObjectId id = pair.holder().put(length, metadata);
    TransferInfo how = pair.fetch(id);
    assertThat(pair.reader().isIntact(id)).as("%d bytes", length).isTrue();
    try (var object = pair.reader().client().get(id)) {
      assertThat(object.metadataBytes()).isEqualTo(metadata);
    }
    return how.fabric();
  }

  /** What the thesis counts, for both nodes together; nothing is registered for a transfer. */
  @ParameterizedTest
  @CsvSource({
    // protocol, bytes, copies, round trips, messages
    "eager, 1024, 2, 1, 2",
    "eager, 1048576, 2, 1, 2",
    "rendezvous, 1024, 0, 2, 3",
    "rendezvous, 1048576, 0, 2, 3",
    "direct, 1024, 0, 1, 0",
    "direct, 65537, 0, 1, 0",
    "direct, 1048576, 0, 1, 0",
  })
  void shouldTakeSoManyOfEach(String protocol, int bytes, int copies, int roundTrips, int messages)
      throws InterruptedException {
    ObjectId id = pair.holder().put(bytes);
    ObjectCopy copy = pair.copy(id);
    long requests = pair.holder().counter("requests");
    long registrations = pair.holder().counter("registrations");

    TransferInfo how = pair.fetch(id, copy, protocol);

    assertThat(how.protocol()).as(how.reason()).isEqualTo(protocol);
    assertThat(how.fabric()).isEqualTo(RdmaPair.UCX);
    assertThat(how.copies()).as("copies").isEqualTo(copies);
    assertThat(how.roundTrips()).as("round trips").isEqualTo(roundTrips);
    assertThat(how.messages()).as("messages").isEqualTo(messages);
    assertThat(how.registrations()).as("registrations").isZero();
    assertThat(pair.holder().counter("registrations")).isEqualTo(registrations);
    assertThat(pair.holder().counter("requests") - requests).isEqualTo(messages == 0 ? 0 : 1);
    assertThat(pair.reader().isIntact(id)).isTrue();
  }

  /** The bytes come in answers to the reader's RDMA Reads: the holder sends next to nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"direct", "rendezvous"})
  void shouldReadWithTheDevice(String protocol) throws InterruptedException {
    Map<ObjectId, ObjectCopy> copies = putMany();
    VerbsDevice.Counters before = HOLDERS.counters();
    VerbsDevice.Counters readersBefore = READERS.counters();
    long requests = pair.holder().counter("requests");

    for (Map.Entry<ObjectId, ObjectCopy> copy : copies.entrySet()) {
      assertThat(pair.fetch(copy.getKey(), copy.getValue(), protocol).protocol())
          .isEqualTo(protocol);
    }

    VerbsDevice.Counters after = HOLDERS.counters();
    assertThat(pair.holder().counter("requests") - requests)
        .as("requests to the holder: the devices' sends, pings among them, cannot tell")
        .isEqualTo(protocol.equals("direct") ? 0 : MANY);
    assertThat(after.since(before, "sent_pkts"))
        .isGreaterThanOrEqualTo((long) MANY * MIB / PACKET_BYTES);
    assertThat(after.since(before, "rdma_sends")).isLessThan(MANY * MIB / LONGEST_SEND_BYTES / 8);
    assertThat(READERS.counters().since(readersBefore, "rdma_recvs"))
        .isLessThan(MANY * MIB / LONGEST_SEND_BYTES / 8);
    assertIntactAndDelete(List.copyOf(copies.keySet()));
  }

  @Test
  void shouldSendWithTheDevice() throws InterruptedException {
    Map<ObjectId, ObjectCopy> copies = putMany();
    VerbsDevice.Counters before = HOLDERS.counters();
    VerbsDevice.Counters readersBefore = READERS.counters();

    for (Map.Entry<ObjectId, ObjectCopy> copy : copies.entrySet()) {
      pair.fetch(copy.getKey(), copy.getValue(), "eager");
    }

    assertThat(HOLDERS.counters().since(before, "rdma_sends"))
        .isGreaterThanOrEqualTo(MANY * MIB / LONGEST_SEND_BYTES);
    assertThat(READERS.counters().since(readersBefore, "rdma_recvs"))
        .isGreaterThanOrEqualTo(MANY * MIB / LONGEST_SEND_BYTES);
    assertIntactAndDelete(List.copyOf(copies.keySet()));
  }

  private Map<ObjectId, ObjectCopy> putMany() throws InterruptedException {
    Map<ObjectId, ObjectCopy> copies = new LinkedHashMap<>();
    for (int i = 0; i < MANY; i++) {
      ObjectId id = pair.holder().put(MIB);
      copies.put(id, pair.copy(id));
    }
    return copies;
  }

  private void assertIntactAndDelete(List<ObjectId> ids) {
    assertThat(ids).allMatch(pair.reader()::isIntact);
    pair.reader().client().delete(ids);
    pair.holder().client().delete(ids);
  }

  /** As the thesis does it: each node registers the place of each object. */
  @Test
  void shouldRegisterAtBothNodesForEachTransferIfThatIsThePolicy() throws InterruptedException {
    try (RdmaPair thesis = new RdmaPair("--registration", "per-transfer")) {
      for (int i = 0; i < 3; i++) {
        ObjectId id = thesis.holder().put(65_536);

        TransferInfo how = thesis.fetch(id, thesis.copy(id), "rendezvous");

        assertThat(how.protocol()).as(how.reason()).isEqualTo("rendezvous");
        assertThat(how.copies()).isZero();
        assertThat(how.roundTrips()).isEqualTo(2);
        assertThat(how.registrations() + outgoing(thesis.holder(), id).registrations())
            .isEqualTo(2);
        assertThat(thesis.reader().isIntact(id)).isTrue();
      }
    }
  }

  /** The record of the node that it came from, once that has heard of the end. */
  private static TransferInfo outgoing(ClusterNode holder, ObjectId id) {
    return Soon.await("the end at the holder", ClusterNode.PATIENCE)
        .until(
            () ->
                holder.client().cluster().transfers(10).stream()
                    .filter(one -> one.id().equals(id) && one.state() == TransferState.DONE)
                    .toList(),
            found -> !found.isEmpty())
        .getFirst();
  }
}
