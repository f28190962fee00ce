// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import static io.tokamak.cli.command.ClusterSamples.ID;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.cli.text.Json;
import io.tokamak.client.FetchResult;
import io.tokamak.wire.error.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TransferReportTest {
  private static final FetchResult FAILED =
      new FetchResult.Failed(ID, ErrorCode.TIMEOUT, "no node has it");

  private final TransferReport report = new TransferReport(ClusterSamples.names());

  @Test
  void shouldTellHowAnObjectCame() {
    assertThat(report.line(new FetchResult.Arrived(ClusterSamples.transfer())))
        .isEqualTo(ID + "  from right over tcp by eager, 1.0 KiB in 42.5 us: cheapest for 1 KiB\n");
    assertThat(report.line(new FetchResult.Present(ID))).isEqualTo(ID + "  present\n");
    assertThat(report.line(FAILED)).isEqualTo(ID + "  failed: no node has it\n");
  }

  @Test
  void shouldTellProgramsTheSame() {
    assertThat(Json.of(report.json(FAILED)))
        .isEqualTo(
            "{\"id\":\""
                + ID
                + "\",\"outcome\":\"failed\",\"error\":\"TIMEOUT\",\"why\":\"no node has it\"}");
    assertThat(Json.of(report.json(new FetchResult.Arrived(ClusterSamples.transfer()))))
        .contains("\"outcome\":\"arrived\"")
        .contains("\"peer\":\"1234567890abcdef\",\"peer_name\":\"right\"")
        .contains("\"direction\":\"in\"", "\"state\":\"done\"", "\"bytes\":1024")
        .contains("\"copies\":2,\"registrations\":0,\"round_trips\":1,\"messages\":2")
        .contains("\"total_us\":42.5,\"phases_us\":{\"handshake\":40.5,\"copy\":2.0}");
  }

  @Test
  void shouldListTransfersWithTheirPhasesAndReasons() {
    List<String> lines =
        report
            .table(List.of(ClusterSamples.transfer(), ClusterSamples.transfer()))
            .lines()
            .toList();

    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).startsWith("OBJECT  ").contains("ROUND TRIPS  MESSAGES");
    assertThat(lines.get(1).split(" {2,}"))
        .containsExactly(
            ID.toHex(),
            "from right",
            "done",
            "tcp",
            "eager",
            "1.0 KiB",
            "42.5",
            "2",
            "0",
            "1",
            "2",
            "1");
    assertThat(lines.get(2)).isEqualTo("  handshake 40.5, copy 2.0 us; cheapest for 1 KiB");
    assertThat(report.table(List.of()).lines()).hasSize(1);
  }

  @Test
  void shouldEndWithTheCodeOfTheFirstFailure() {
    assertThat(FetchCommand.exitCode(List.of(new FetchResult.Present(ID), FAILED)))
        .isEqualTo(ExitCode.TIMEOUT);
    assertThat(FetchCommand.exitCode(List.of(new FetchResult.Present(ID)))).isEqualTo(ExitCode.OK);
  }
}
