// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.ranks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.benchmarks.harness.BenchException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who this process is, by the environments that launchers give their processes. */
final class MembershipTest {
  private static final Map<String, String> MPIRUN =
      Map.of(
          "OMPI_COMM_WORLD_RANK", "1",
          "OMPI_COMM_WORLD_SIZE", "4",
          "OMPI_COMM_WORLD_LOCAL_SIZE", "2",
          "PMIX_NAMESPACE", "1574961153");

  private static final Map<String, String> SRUN =
      Map.of(
          "SLURM_PROCID", "2",
          "SLURM_NTASKS", "3",
          "SLURM_STEP_TASKS_PER_NODE", "3",
          "SLURM_JOB_ID", "77",
          "SLURM_STEP_ID", "0");

  @Test
  void shouldBelongToNothingWhenNobodySaysSo() {
    assertThat(Membership.of(Map.of("PATH", "/bin"))).isEmpty();
  }

  @Test
  void shouldUnderstandMpirun() {
    assertThat(Membership.of(MPIRUN)).contains(new Membership(1, 4, "1574961153", false));
    assertThat(Membership.isUnderMpi(MPIRUN)).isTrue();
  }

  @Test
  void shouldUnderstandOtherPmiLaunchers() {
    assertThat(Membership.of(Map.of("PMI_RANK", "0", "PMI_SIZE", "2", "MPI_LOCALNRANKS", "2")))
        .contains(new Membership(0, 2, "", true));
  }

  @Test
  void shouldUnderstandSrun() {
    assertThat(Membership.of(SRUN)).contains(new Membership(2, 3, "77-0", true));
    assertThat(Membership.isUnderMpi(SRUN)).isFalse();
  }

  /** The variables of the job that mpirun runs in are not those of the ranks it starts. */
  @Test
  void shouldBelieveMpirunUnderSlurm() {
    Map<String, String> both = new HashMap<>(SRUN);
    both.putAll(MPIRUN);
    assertThat(Membership.of(both).orElseThrow().size()).isEqualTo(4);
  }

  @Test
  void shouldUnderstandWhatItTellsItsOwnRanks() {
    Membership own = new Membership(3, 5, "run", true);
    Map<String, String> all = new HashMap<>(MPIRUN);
    all.putAll(own.environment());
    assertThat(Membership.of(all)).contains(own);
  }

  @Test
  void shouldKeepNamesOfRunsFitForFiles() {
    assertThat(new Membership(0, 1, "../a b", true).run()).isEqualTo(".._a_b");
  }

  @Test
  void shouldRefuseWhatIsNoRank() {
    assertThatThrownBy(() -> Membership.of(Map.of("PMI_RANK", "one", "PMI_SIZE", "2")))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("PMI_RANK");
    assertThatThrownBy(() -> Membership.of(Map.of("PMI_RANK", "2", "PMI_SIZE", "2")))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("rank 2 of 2");
  }
}
