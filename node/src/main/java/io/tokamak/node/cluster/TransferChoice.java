// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.cluster;

import io.tokamak.transfer.ManagerSettings;
import io.tokamak.transfer.Protocol;
import io.tokamak.transfer.Registration;
import io.tokamak.transfer.Verify;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How objects are to be moved, as people say it. */
public final class TransferChoice {
  private TransferChoice() {}

  /** The names of the protocols. */
  public static List<String> protocols() {
    return Arrays.stream(Protocol.values()).map(Protocol::label).toList();
  }

  /**
   * The settings of these words.
   *
   * @param protocol for all objects; empty: by cost
   * @param crossoverBytes from which rendezvous is taken; empty: by cost
   * @throws IllegalArgumentException when there is no such word
   */
  public static ManagerSettings of(
      Optional<String> protocol,
      Optional<Long> crossoverBytes,
      String verify,
      String registration) {
    return ManagerSettings.defaults()
        .withProtocol(protocol.map(TransferChoice::protocol).orElse(null))
        .withCrossover(crossoverBytes.orElse(ManagerSettings.BY_COST))
        .withVerify(word("--verify", verify, Verify.values()))
        .withRegistration(word("--registration", registration, Registration.values()));
  }

  private static Protocol protocol(String label) {
    return Arrays.stream(Protocol.values())
        .filter(each -> each.label().equals(label))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "--protocol %s: expected one of %s".formatted(label, protocols())));
  }

  private static <E extends Enum<E>> E word(String option, String word, E[] all) {
    return Arrays.stream(all)
        .filter(each -> label(each).equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s %s: expected one of %s"
                    .formatted(
                        option,
                        word,
                        Arrays.stream(all)
                            .map(TransferChoice::label)
                            .collect(Collectors.joining(", ")))));
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
