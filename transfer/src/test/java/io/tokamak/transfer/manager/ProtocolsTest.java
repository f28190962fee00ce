// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.testkit.simulation.Semantics;
import io.tokamak.transfer.Protocol;
import io.tokamak.transfer.TransferRecord;
import io.tokamak.wire.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each protocol brings exactly the bytes, on each kind of fabric. */
final class ProtocolsTest {
  private static final int[] LENGTHS = {0, 1, 7, 1000, 8192, 8193, 64 << 10, (1 << 20) + 3};

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void shouldBringAllLengths(Protocol protocol) {
    TestCluster cluster = new TestCluster(Semantics.tcp());
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    for (int length : LENGTHS) {
      String name = protocol + " " + length;
      ObjectId id = cluster.put(holder, name, length, length % 5);

      TransferRecord how = cluster.fetchAndWait(receiver, protocol, id).arrived();

      cluster.assertHas(receiver, name, length, length % 5);
      assertThat(how.protocol()).isEqualTo(protocol);
      assertThat(how.state()).isEqualTo(TransferRecord.State.DONE);
    }
    cluster.assertAtBase();
  }
}
