// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import java.util.List;
import java.util.Map;

/**
 * By what a node reaches others over UCX, and who moves the bytes. Both ends of a connection do the
 * same, so this says it of all peers.
 *
 * @param transports of UCX, such as {@code rc,ud} or {@code tcp}; {@code all} when UCX chooses
 * @param direct whether network cards read and write by themselves; else the peers serve
 * @param cards ports that could, if they were asked to, such as {@code mlx5_0:1}
 */
public record UcxWay(String transports, boolean direct, List<String> cards) {
  /** What to do where it {@link #isWasteful}. */
  public static final String REMEDY = "set UCX_TLS=rc,ud, or unset it";

  private static final String TRANSPORTS = "UCX_TLS";
  private static final String DEVICES = "UCX_NET_DEVICES";
  private static final String ALL = "all";

  /** Cards are told of pages of this size, whatever they are made of. */
  private static final int PAGE_BITS = 12;

  /** Copies the list, and names what has no name. */
  public UcxWay {
    transports = transports.isBlank() ? ALL : transports;
    cards = List.copyOf(cards);
  }

  /**
   * What a node would do with options as they usually are.
   *
   * @param environment of the process
   * @param usable ports that this process can use
   */
  public static UcxWay expected(Map<String, String> environment, List<String> usable) {
    String transports = environment.getOrDefault(TRANSPORTS, usable.isEmpty() ? "tcp" : "ib");
    List<String> cards =
        UcxOptions.mayUseCards(transports)
            ? named(environment.getOrDefault(DEVICES, ALL), usable)
            : List.of();
    return new UcxWay(transports, UcxOptions.isRdma(transports), cards);
  }

  /** Those that a setting of devices means, as far as it is understood here. */
  private static List<String> named(String setting, List<String> usable) {
    List<String> names = List.of(setting.replaceFirst("^\\^", "").strip().split("\\s*,\\s*", -1));
    boolean others = setting.startsWith("^");
    return names.contains(ALL)
        ? usable
        : usable.stream().filter(port -> isAmong(names, port) != others).toList();
  }

  private static boolean isAmong(List<String> names, String port) {
    return names.contains(port) || names.contains(port.replaceFirst(":.*", ""));
  }

  /** In words: {@code over rc,ud, network cards read by themselves}. */
  public String text() {
    return "over %s, %s"
        .formatted(transports, direct ? "network cards read by themselves" : "peers serve reads");
  }

  /** What it took to register memory for the cards, in words. */
  public static String registered(long bytes, long tookNs) {
    return "%d MiB (%d pages of 4 KiB) registered in %d ms"
        .formatted(bytes >> 20, bytes >> PAGE_BITS, tookNs / 1_000_000);
  }

  /** Whether cards could do what peers do. */
  public boolean isWasteful() {
    return !direct && !cards.isEmpty();
  }

  /** What is wrong where cards lie idle, in one line with what to do; empty where they do not. */
  public String warning() {
    return isWasteful()
        ? "ucx: peers serve what network cards could read by themselves (%s), as UCX_TLS=%s is not theirs alone: %s"
            .formatted(String.join(", ", cards), transports, REMEDY)
        : "";
  }
}
