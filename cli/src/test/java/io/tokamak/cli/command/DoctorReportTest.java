// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.cli.text.Json;
import io.tokamak.doctor.Examination;
import io.tokamak.doctor.Finding;
import io.tokamak.doctor.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DoctorReportTest {
  private static final Examination SAMPLE =
      new Examination(
          List.of(
              new Examination.Topic(
                  "memory",
                  List.of(
                      new Finding("memory", Verdict.OK, "21.2 GiB available", ""),
                      new Finding("/dev/shm", Verdict.BETTER, "64.0 MiB", "mount it with more"))),
              new Examination.Topic(
                  "rdma",
                  List.of(new Finding("ucx", Verdict.MISSING, "none", "apt install libucx0")))));

  @Test
  void shouldPutRemediesBelowWhatTheyAreFor() {
    assertThat(DoctorReport.text(SAMPLE))
        .isEqualTo(
            """
            memory
              ok               memory    21.2 GiB available
              could be better  /dev/shm  64.0 MiB
                                         -> mount it with more
            rdma
              missing          ucx       none
                                         -> apt install libucx0

            1 ok, 1 could be better, 1 missing
            """);
  }

  @Test
  void shouldTellProgramsTheSame() {
    assertThat(Json.of(DoctorReport.json(SAMPLE)))
        .startsWith(
            "{\"verdict\":\"missing\",\"findings\":[{\"topic\":\"memory\",\"name\":\"memory\","
                + "\"verdict\":\"ok\",\"found\":\"21.2 GiB available\",\"remedy\":\"\"}")
        .contains("\"verdict\":\"better\"");
  }
}
