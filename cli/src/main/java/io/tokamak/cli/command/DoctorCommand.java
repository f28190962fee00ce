// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.doctor.Doctor;
import io.tokamak.doctor.Examination;
import io.tokamak.doctor.Peer;
import io.tokamak.doctor.Verdict;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tokamak doctor}. */
@Command(
    name = "doctor",
    description = {
      "Looks at this machine: what a node has here, what could be better, what is missing, and what"
          + " to do about it.",
      "Each fabric moves bytes for half a second. Nothing is changed, no node is needed. Exits with"
          + " 1 when something is missing."
    },
    footer = {
      "",
      "Examples:",
      "  tokamak doctor",
      "  tokamak doctor --peer 10.0.0.1:7420 --secret-file tokamak.secret"
    })
final class DoctorCommand implements Callable<Integer> {
  @Mixin private SecretOptions secret;
  @Mixin private Output output;

  @Option(
      names = "--peer",
      paramLabel = "HOST:PORT",
      description = "Look at the way to this node, too: its name, its port, whether it knows us.")
  private Optional<String> peer = Optional.empty();

  @ArgGroup(exclusive = false)
  private ClusterOptions.@Nullable TlsOptions tls;

  @Override
  public Integer call() {
    if (peer.isEmpty() && (secret.hasFile() || tls != null)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s is for the way to another node: add --peer HOST:PORT"
              .formatted(secret.hasFile() ? "--secret-file" : "TLS"));
    }
    Doctor doctor = new Doctor();
    peer.map(this::reached).ifPresent(doctor::withPeer);
    Examination examination = doctor.examine();
    output.print(DoctorReport.json(examination), () -> DoctorReport.text(examination));
    return (examination.verdict() == Verdict.MISSING ? ExitCode.ERROR : ExitCode.OK).number();
  }

  private Peer reached(String address) {
    return new Peer(
        address,
        secret.givenOrOfThisUser(),
        Optional.ofNullable(tls).map(ClusterOptions.TlsOptions::files));
  }
}
