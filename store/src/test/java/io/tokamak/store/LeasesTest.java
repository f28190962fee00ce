// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.wire.message.LeaseReply;
import io.tokamak.wire.message.LeaseRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LeasesTest {
  private static final int CLIENTS = 150;
  private static final int ENTRIES = 16_384;

  private final StoreHarness harness =
      new StoreHarness(new SegmentGeometry(64 << 20, CLIENTS, ENTRIES), StoreSettings.DEFAULT);

  LeasesTest() {
    harness.store.reserved(harness.segment.geometry().dataLength());
  }

  private LeaseReply lease(FakeClient client) {
    return harness.store.lease(client.session, new LeaseRequest(1024, 256));
  }

  private List<FakeClient> crowd() {
    return Stream.generate(harness::connect).limit(CLIENTS).toList();
  }

  @Test
  void shouldLeaveMostOfTheTableToThoseWithoutALease() {
    List<LeaseReply> leases = crowd().stream().map(this::lease).toList();
    assertThat(leases.getFirst().entries()).hasSize(256);
    assertThat(leases.stream().mapToInt(lease -> lease.entries().length).sum())
        .isGreaterThan(ENTRIES / 16)
        .isLessThanOrEqualTo(ENTRIES / 8);
    assertThat(harness.count(StoreCounter.ENTRIES_FREE)).isGreaterThanOrEqualTo(ENTRIES / 8 * 7);
  }

  @Test
  void shouldLeaveMemoryToThoseWhoComeLater() {
    List<LeaseReply> leases = crowd().stream().map(this::lease).toList();
    assertThat(leases.getFirst().length()).isEqualTo(2 << 20);
    assertThat(leases).allMatch(lease -> lease.length() >= 1024);
  }

  @Test
  void shouldCountEntriesNoMoreWhenTheirClientsAreGone() {
    List<FakeClient> crowd = crowd();
    crowd.forEach(this::lease);
    crowd.forEach(client -> harness.store.closeSession(client.session));
    assertThat(harness.count(StoreCounter.ENTRIES_FREE)).isEqualTo(ENTRIES);
    assertThat(lease(harness.connect()).entries()).hasSize(256);
    StoreAudit.check(harness);
  }
}
