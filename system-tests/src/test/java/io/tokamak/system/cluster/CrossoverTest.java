// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.FetchResult;
import io.tokamak.client.TransferInfo;
import io.tokamak.wire.ObjectId;
import org.junit.jupiter.api.Test;

/**
 * What nodes choose beside the crossover of the thesis, 32 KiB. Its text, its slides and its code
 * say that objects of that size and larger ones are read one-sided; its printed algorithms 3.1 and
 * 3.2 have the branch the wrong way round.
 */
final class CrossoverTest {
  private static final int CROSSOVER = 32 << 10;

  @Test
  void shouldCopyBelowTheCrossoverAndReadFromThereOn() throws InterruptedException {
    try (TestCluster cluster = new TestCluster("--fabrics", "tcp", "--crossover", "32k")) {
      ClusterNode holder = cluster.start("holder");
      ClusterNode reader = cluster.start("reader");
      reader.awaitWay(holder, "tcp");

      assertThat(chosen(holder, reader, 1)).isEqualTo("eager");
      assertThat(chosen(holder, reader, CROSSOVER - 1)).isEqualTo("eager");
      assertThat(chosen(holder, reader, CROSSOVER)).isEqualTo("rendezvous");
      assertThat(chosen(holder, reader, CROSSOVER + 1)).isEqualTo("rendezvous");
      assertThat(chosen(holder, reader, 100 * CROSSOVER)).isEqualTo("rendezvous");
    }
  }

  private static String chosen(ClusterNode holder, ClusterNode reader, int bytes)
      throws InterruptedException {
    ObjectId id = holder.put(bytes);
    FetchResult result = reader.fetch(id, ClusterNode.PATIENCE);
    assertThat(result).isInstanceOf(FetchResult.Arrived.class);
    assertThat(reader.isIntact(id)).isTrue();
    TransferInfo how = ((FetchResult.Arrived) result).how();
    assertThat(how.copies()).isEqualTo(how.protocol().equals("eager") ? 2 : 0);
    return how.protocol();
  }
}
