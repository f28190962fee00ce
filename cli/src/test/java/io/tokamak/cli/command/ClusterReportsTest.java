// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import static io.tokamak.cli.command.ClusterSamples.ID;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.cli.text.Json;
import io.tokamak.client.ClusterStatus;
import io.tokamak.client.DeletedCopies;
import io.tokamak.client.NodeId;
import io.tokamak.client.NodeView;
import io.tokamak.client.ObjectCopy;
import io.tokamak.client.ProtocolCost;
import io.tokamak.wire.ObjectId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the commands about the cluster print. */
final class ClusterReportsTest {
  private static final ClusterStatus.DirectoryView WELL =
      new ClusterStatus.DirectoryView("embedded", "at node left", true, "", 0, 0);
  private static final ClusterStatus.DirectoryView ILL =
      new ClusterStatus.DirectoryView("redis", "redis://x:6379/0", false, "it refused", 12, 3);

  @Test
  void shouldListNodes() {
    assertThat(NodeReport.text(ClusterSamples.nodes(), ClusterSamples.status(WELL)))
        .isEqualTo(
            """
            NODE      NAME   FABRIC        CAPACITY  WHY NOT BETTER        ADDRESSES
            0aaaabbb  left   (this node)    1.0 GiB                        tcp://10.0.0.1:7420
            12345678  right  tcp          512.0 MiB  shm: another machine  tcp://10.0.0.2:7420, shm://x
            directory: embedded, at node left
            """);
    assertThat(NodeReport.text(List.of(), ClusterSamples.status(ILL)))
        .endsWith(
            "directory: redis, redis://x:6379/0, not reachable: it refused,"
                + " 12 announcements wait for it, no room for 3 more\n");
  }

  @Test
  void shouldSayWhatOwnFabricsWorkWith() {
    NodeView own =
        new NodeView(ClusterSamples.A, "left", 1, true, "ucx over ib", List.of(), List.of());

    assertThat(NodeReport.text(List.of(own), ClusterSamples.status(WELL)))
        .endsWith("directory: embedded, at node left\nfabrics: ucx over ib\n");
  }

  @Test
  void shouldTellProgramsOfNodes() {
    assertThat(Json.of(NodeReport.json(ClusterSamples.nodes(), ClusterSamples.status(ILL))))
        .startsWith("{\"self\":\"0aaaabbbbccccddd\",\"directory\":{\"kind\":\"redis\"")
        .contains("\"reachable\":false,\"why\":\"it refused\",\"queued_announcements\":12")
        .contains("\"node\":\"1234567890abcdef\",\"epoch\":8,\"name\":\"right\",\"self\":false")
        .contains("\"fabric\":\"tcp\",\"why_not_better\":[\"shm: another machine\"]")
        .endsWith("\"counters\":{\"fetches\":3}}");
  }

  @Test
  void shouldTellWhereObjectsAre() {
    ObjectCopy atRight = new ObjectCopy(ClusterSamples.B, 64, 1024, 5, 3, 9);
    ObjectCopy atLost = new ObjectCopy(new NodeId(0x77L << 32, 1), 64, 1024, 0, 3, 9);
    List<ObjectId> ids = List.of(ID, ObjectId.ZERO);
    List<List<ObjectCopy>> copies = List.of(List.of(atRight, atLost), List.of());

    assertThat(LocateCommand.text(ids, copies, ClusterSamples.names()))
        .isEqualTo(
            """
            %s  at right, 1.0 KiB, metadata 5 B
            %s  at 00000077, 1.0 KiB
            %s  nowhere
            """
                .formatted(ID, ID, ObjectId.ZERO));
    assertThat(Json.of(LocateCommand.json(ids, copies, ClusterSamples.names())))
        .startsWith("[{\"id\":\"" + ID + "\",\"copies\":[{\"node\":\"1234567890abcdef\"")
        .endsWith("\"copies\":[]}]");
  }

  @Test
  void shouldTellWhatProtocolsCost() {
    List<ProtocolCost> costs =
        List.of(
            cost("tcp", 1024, 20.25, 25, "eager", true),
            cost("tcp", 65536, 90, 61.04, "direct", true),
            new ProtocolCost("shm", 1024, Map.of("direct", 1.5), "direct", false));

    assertThat(CostReport.text(costs))
        .isEqualTo(
            """
            tcp, us, measured
                SIZE  eager  direct  CHOSEN
             1.0 KiB   20.3    25.0  eager
            64.0 KiB   90.0    61.0  direct
            tcp: eager, from 64.0 KiB on direct
            shm, us, built-in figures, not measured here
               SIZE  direct  CHOSEN
            1.0 KiB     1.5  direct
            shm: direct
            """);
    assertThat(CostReport.text(List.of())).isEqualTo("no costs are known\n");
    assertThat(Json.of(CostReport.json(costs)))
        .startsWith(
            "[{\"fabric\":\"tcp\",\"bytes\":1024,\"costs_us\":{\"eager\":20.25,\"direct\":25.0},"
                + "\"chosen\":\"eager\",\"measured\":true}");
  }

  private static ProtocolCost cost(
      String fabric, long bytes, double eager, double direct, String chosen, boolean measured) {
    Map<String, Double> micros = new LinkedHashMap<>();
    micros.put("eager", eager);
    micros.put("direct", direct);
    return new ProtocolCost(fabric, bytes, micros, chosen, measured);
  }

  @Test
  void shouldCalibrateAgainstOneNodeOfEachFabric() {
    assertThat(CalibrateCommand.oneOfEachFabric(ClusterSamples.nodes()))
        .containsExactly(ClusterSamples.B);
  }

  @Test
  void shouldTellHowManyCopiesWereDeleted() {
    DeletedCopies deleted = new DeletedCopies(2, List.of("right: it left"));

    assertThat(RmCommand.text(deleted))
        .isEqualTo("2 copies deleted, or to go at the last release\nnot asked: right: it left\n");
    assertThat(Json.of(RmCommand.json(deleted)))
        .isEqualTo("{\"copies\":2,\"failures\":[\"right: it left\"]}");
  }
}
