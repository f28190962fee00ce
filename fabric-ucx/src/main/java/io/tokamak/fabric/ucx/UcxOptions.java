// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.tcp.TcpOptions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a node speaks over UCX.
 *
 * @param wireUp how nodes find each other, over TCP: where to listen, the secret of the cluster,
 *     TLS; and how long a peer may be silent
 * @param settings of UCX, without {@code UCX_} before their names: {@code TLS}, {@code
 *     NET_DEVICES}, {@code IB_GID_INDEX}; what is not here is as in the environment
 * @param moves who moves the bytes
 */
public record UcxOptions(TcpOptions wireUp, Map<String, String> settings, Moves moves) {
  private static final String TRANSPORTS = "TLS";
  private static final long SILENCE_NS = 1_800_000_000;

  /** Transports in which a network card reads and writes by itself. */
  private static final Set<String> CARDS =
      Set.of("ib", "rc", "rc_v", "rc_x", "rc_verbs", "rc_mlx5", "dc", "dc_x", "dc_mlx5");

  /** Transports of network cards that help those to connect, and read nothing by themselves. */
  private static final Set<String> HELPERS = Set.of("ud", "ud_v", "ud_x", "ud_verbs", "ud_mlx5");

  /** Transports through memory that two processes share. */
  private static final Set<String> MEMORY = Set.of("all", "sm", "shm", "mm", "posix", "sysv");

  /** Who moves the bytes of reads, writes and atomics. */
  public enum Moves {
    /** Network cards, if all transports are theirs, else the peers. */
    BY_TRANSPORT,
    /** UCX, whatever it takes. With transports of software it checks nothing: for measuring. */
    DIRECT,
    /** The peers, who check what they are asked for. */
    SERVED
  }

  /** Copies the settings. */
  public UcxOptions {
    settings = Map.copyOf(settings);
  }

  /** With what UCX finds: network cards if there are any, else TCP. */
  public static UcxOptions of(TcpOptions wireUp) {
    TcpOptions watchful = wireUp.withFlows(2).withSilence(Math.min(wireUp.silenceNs(), SILENCE_NS));
    return new UcxOptions(watchful, Map.of(), Moves.BY_TRANSPORT);
  }

  /** On the loopback interface, at any port, without a secret. */
  public static UcxOptions loopback() {
    return of(TcpOptions.loopback());
  }

  /** The same with these transports, such as {@code rc,ud} or {@code tcp}. */
  public UcxOptions withTransports(String transports) {
    return with(TRANSPORTS, transports);
  }

  /** The same with these devices, such as {@code mlx5_0:1}. */
  public UcxOptions withDevices(String devices) {
    return with("NET_DEVICES", devices);
  }

  /** The same with one setting of UCX. */
  public UcxOptions with(String setting, String value) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.put(setting, value);
    return new UcxOptions(wireUp, more, moves);
  }

  /** The same with somebody else who moves. */
  public UcxOptions withMoves(Moves other) {
    return new UcxOptions(wireUp, settings, other);
  }

  /** The same with another way to find each other. */
  public UcxOptions withWireUp(TcpOptions other) {
    return new UcxOptions(other, settings, moves);
  }

  /**
   * Settings with the transports that are meant, whoever named them. UCX goes over its shared
   * memory only when that tells of peers that died, which it has to be asked for: else it takes
   * another way, though this one was named.
   *
   * @param fencing settings that this UCX needs, unless somebody has made them
   */
  Map<String, String> effective(
      Map<String, String> environment, boolean rdma, Map<String, String> fencing) {
    Map<String, String> all = new LinkedHashMap<>();
    if (!environment.containsKey("UCX_TLS")) {
      all.put(TRANSPORTS, rdma ? "ib" : "tcp");
    }
    fencing.forEach((name, value) -> {
      if (!environment.containsKey("UCX_" + name)) {
        all.put(name, value);
      }
    });
    all.putAll(settings);
    String transports = all.getOrDefault(TRANSPORTS, environment.getOrDefault("UCX_TLS", ""));
    if (namesOf(transports).anyMatch(MEMORY::contains)
        && !environment.containsKey("UCX_MM_ERROR_HANDLING")) {
      all.putIfAbsent("MM_ERROR_HANDLING", "y");
    }
    return all;
  }

  /** Whether reads and writes are left to UCX. */
  boolean isDirect(String transports) {
    return switch (moves) {
      case DIRECT -> true;
      case SERVED -> false;
      case BY_TRANSPORT -> isRdma(transports);
    };
  }

  /**
   * Whether network cards do everything: no other transport, and one that is more than a helper.
   */
  static boolean isRdma(String transports) {
    List<String> names = namesOf(transports).toList();
    return names.stream().allMatch(name -> CARDS.contains(name) || HELPERS.contains(name))
        && names.stream().anyMatch(CARDS::contains);
  }

  /**
   * Whether network cards may take part, if there are any: one of their transports is named, if
   * only to help others to connect ({@code ud:aux}), or all but some ({@code ^tcp}).
   */
  static boolean mayUseCards(String transports) {
    return transports.isBlank()
        || transports.strip().startsWith("^")
        || namesOf(transports)
            .map(name -> name.replaceFirst(":aux$", ""))
            .anyMatch(name -> name.equals("all") || CARDS.contains(name) || HELPERS.contains(name));
  }

  private static Stream<String> namesOf(String transports) {
    return Arrays.stream(transports.toLowerCase(Locale.ROOT).split(",", -1)).map(String::strip);
  }
}
