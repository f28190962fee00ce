// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DoctorTest {
  @Test
  void shouldLookAtEverythingHere() {
    Examination examination = new Doctor().examine();

    assertThat(examination.topics())
        .extracting(Examination.Topic::name)
        .containsExactly("java", "memory", "rdma", "fabrics");
    assertThat(examination.topics()).allMatch(topic -> !topic.findings().isEmpty());
    assertThat(examination.count(Verdict.MISSING)).isZero();
  }

  @Test
  void shouldLookAtAPeerWhenAsked() {
    Peer peer = new Peer("no-such-node.invalid:1", Optional.empty(), Optional.empty());

    Examination examination = new Doctor().withPeer(peer).examine();

    assertThat(examination.topics().getLast().name()).isEqualTo("peer");
    assertThat(examination.verdict()).isEqualTo(Verdict.MISSING);
  }

  @Test
  void shouldGoOnAfterACheckThatFails() {
    List<Finding> findings =
        Doctor.found(
            "memory",
            () -> {
              throw new IllegalStateException("odd");
            });

    assertThat(findings.getFirst().verdict()).isEqualTo(Verdict.BETTER);
    assertThat(findings.getFirst().found()).contains("odd");
  }

  @Test
  void shouldTellARemedyExactlyWhenThereIsSomethingToDo() {
    assertThatThrownBy(() -> Finding.missing("a", "b", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Finding("a", Verdict.OK, "b", "c"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
