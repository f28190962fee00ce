// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.rdma;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.FetchResult;
import io.tokamak.client.NodeView;
import io.tokamak.system.cluster.ClusterNode;
import io.tokamak.system.cluster.TestCluster;
import io.tokamak.wire.ObjectId;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** There are devices, but something keeps nodes from using them: one line says what. */
@Tag("rdma")
final class RdmaMissingTest {
  private static final List<String> NO_LIBRARY =
      List.of("env", "JDK_JAVA_OPTIONS=-Dtokamak.ucx.library=/nowhere/libucp.so.0");

  /** The superuser may pin as much as there is: without that right, and with a small limit. */
  private static final List<String> LITTLE_MEMORY =
      List.of(
          "setpriv",
          "--bounding-set=-ipc_lock",
          "--inh-caps=-ipc_lock",
          "prlimit",
          "--memlock=1048576:1048576");

  /** The address of that number belongs to nobody. */
  private static final List<String> WRONG_ADDRESS = List.of("env", "UCX_IB_GID_INDEX=77");

  /** The address of that number is there, and leads nowhere in the guest. */
  private static final List<String> DEAD_END = List.of("env", "UCX_IB_GID_INDEX=1");

  /** UCX itself has written thousands: all that a node and its libraries say at such a start. */
  private static final int MOST_LINES = 100;

  @Test
  void shouldGoOnWithoutTheLibrary() throws InterruptedException {
    assertServesWithout(NO_LIBRARY, "libucp", 0);
  }

  @Test
  void shouldGoOnWithoutMemoryThatMayBePinned() throws InterruptedException {
    assertServesWithout(LITTLE_MEMORY, "ulimit -l unlimited", 1);
  }

  @Test
  void shouldGoOnWithoutTheAddress() throws InterruptedException {
    assertServesWithout(WRONG_ADDRESS, "ucx", 1);
  }

  /** Over what else there is; the node says what it lacks in one line, and warns so often. */
  private static void assertServesWithout(List<String> wrapper, String line, int warnings)
      throws InterruptedException {
    try (TestCluster cluster = new TestCluster("--memory", "64m", "--fabrics", "ucx,shm,tcp")) {
      ClusterNode reader = cluster.start(wrapper, "reader");
      ClusterNode holder = cluster.start(wrapper, "holder");
      reader.awaitWay(holder, "shm");
      ObjectId id = holder.put(100_000);

      assertThat(reader.fetch(id, ClusterNode.PATIENCE)).matches(FetchResult::isThere);
      assertThat(reader.isIntact(id)).isTrue();
      assertThat(self(reader).whyNotBetter())
          .singleElement()
          .asString()
          .contains(line)
          .doesNotContain("\n");
      assertThat(reader.process().log().lines().filter(one -> one.contains("no RDMA")))
          .as(reader.process().log())
          .hasSize(warnings);
      for (ClusterNode node : List.of(reader, holder)) {
        assertThat(node.process().log().lines().limit(MOST_LINES + 1L))
            .as("lines of the log")
            .hasSizeLessThanOrEqualTo(MOST_LINES);
      }
    }
  }

  private static NodeView self(ClusterNode node) {
    return node.client().cluster().nodes().stream()
        .filter(NodeView::self)
        .findFirst()
        .orElseThrow();
  }

  /** Nodes find each other and cannot reach each other by their devices. */
  @Test
  void shouldTakeTheNextFabricWhereAddressesLeadNowhere() throws InterruptedException {
    try (TestCluster cluster = new TestCluster("--memory", "64m", "--fabrics", "ucx,tcp")) {
      ClusterNode reader = cluster.start(on(RdmaPair.READERS), "reader");
      ClusterNode holder = cluster.start(on(RdmaPair.HOLDERS), "holder");
      reader.awaitWay(holder, "tcp");
      ObjectId id = holder.put(100_000);

      assertThat(reader.fetch(id, ClusterNode.PATIENCE)).matches(FetchResult::isThere);
      assertThat(reader.isIntact(id)).isTrue();
      assertThat(reader.view(holder).whyNotBetter()).singleElement().asString().startsWith("ucx: ");
    }
  }

  private static List<String> on(VerbsDevice device) {
    return List.of(DEAD_END.getFirst(), DEAD_END.getLast(), RdmaPair.on(device).getLast());
  }
}
