// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.ranks;

import io.tokamak.benchmarks.harness.BenchException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which process of how many this is.
 *
 * @param rank from 0
 * @param size how many there are
 * @param run a name that all of them share and processes of other runs do not; empty when the
 *     launcher gives none
 * @param together whether all are known to be on one machine
 */
public record Membership(int rank, int size, String run, boolean together) {
  /** Beginning of the variables by which this program's own launcher tells its processes. */
  public static final String OWN = "TOKAMAK_BENCH_";

  private static final int MOST = 1024;

  /** How a launcher tells its processes who they are. */
  @SuppressWarnings("ImmutableEnumChecker") // lists that cannot be changed
  private enum Launcher {
    OWN(
        Membership.OWN + "RANK",
        Membership.OWN + "RANKS",
        Membership.OWN + "TOGETHER",
        List.of(Membership.OWN + "RUN")),
    OPEN_MPI(
        "OMPI_COMM_WORLD_RANK",
        "OMPI_COMM_WORLD_SIZE",
        "OMPI_COMM_WORLD_LOCAL_SIZE",
        List.of("PMIX_NAMESPACE")),
    HYDRA("PMI_RANK", "PMI_SIZE", "MPI_LOCALNRANKS", List.of("PMI_JOBID")),
    SLURM(
        "SLURM_PROCID",
        "SLURM_NTASKS",
        "SLURM_STEP_TASKS_PER_NODE",
        List.of("SLURM_JOB_ID", "SLURM_STEP_ID"));

    private final String rank;
    private final String size;
    private final String onThisMachine;
    private final List<String> run;

    Launcher(String rank, String size, String onThisMachine, List<String> run) {
      this.rank = rank;
      this.size = size;
      this.onThisMachine = onThisMachine;
      this.run = run;
    }

    boolean started(Map<String, String> environment) {
      return environment.containsKey(rank) && environment.containsKey(size);
    }

    Membership membership(Map<String, String> environment) {
      int ranks = number(environment, size);
      return new Membership(
          number(environment, rank),
          ranks,
          run.stream()
              .map(name -> environment.getOrDefault(name, ""))
              .filter(part -> !part.isEmpty())
              .collect(Collectors.joining("-")),
          environment.getOrDefault(onThisMachine, "").equals(String.valueOf(ranks)));
    }

    private static int number(Map<String, String> environment, String name) {
      try {
        return Integer.parseInt(environment.getOrDefault(name, ""));
      } catch (NumberFormatException e) {
        throw new BenchException(name + " is no number: " + environment.get(name), e);
      }
    }
  }

  /** Checks the figures; what the run is called becomes part of a file name. */
  public Membership {
    if (size < 1 || size > MOST || rank < 0 || rank >= size) {
      throw new BenchException(
          "rank %d of %d: there are 1 to %d, counted from 0".formatted(rank, size, MOST));
    }
    run = run.replaceAll("[^A-Za-z0-9._-]", "_");
  }

  /**
   * What the environment says: of this program's own launcher, mpirun, another PMI launcher, or
   * srun, in this order, since mpirun itself may run under srun. Empty when nobody started it so.
   */
  public static Optional<Membership> of(Map<String, String> environment) {
    for (Launcher launcher : Launcher.values()) {
      if (launcher.started(environment)) {
        return Optional.of(launcher.membership(environment));
      }
    }
    return Optional.empty();
  }

  /** Whether some MPI launcher started this process; a script under Slurm is none of its ranks. */
  public static boolean isUnderMpi(Map<String, String> environment) {
    return Launcher.OPEN_MPI.started(environment) || Launcher.HYDRA.started(environment);
  }

  /** The variables that tell a process of this program's own launcher who it is. */
  public Map<String, String> environment() {
    return Map.of(
        Launcher.OWN.rank,
        String.valueOf(rank),
        Launcher.OWN.size,
        String.valueOf(size),
        Launcher.OWN.onThisMachine,
        together ? String.valueOf(size) : "",
        Launcher.OWN.run.getFirst(),
        run);
  }

  /** The same in a run of that name. */
  public Membership inRun(String name) {
    return new Membership(rank, size, name, together);
  }

  /** Whether it is the one that the others come to. */
  public boolean isFirst() {
    return rank == 0;
  }
}
