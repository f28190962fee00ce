// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.ranks;

import io.tokamak.benchmarks.harness.BenchException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the first rank waits for the others.
 *
 * @param addresses of its machine, as numbers or names
 * @param port at each of them
 * @param token what to say there; one run's is not another's
 * @param secret of the nodes' cluster; empty when each rank has it otherwise
 */
public record Invitation(List<String> addresses, int port, String token, String secret) {
  private static final String KIND = "tokamak-bench-1";
  private static final int FIXED_LINES = 4;

  /** Copies the list. */
  public Invitation {
    addresses = List.copyOf(addresses);
  }

  /** As lines of text. */
  public String encode() {
    List<String> lines = new ArrayList<>(List.of(KIND, String.valueOf(port), token, secret));
    lines.addAll(addresses);
    return String.join("\n", lines);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws BenchException when it is something else
   */
  public static Invitation decode(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() <= FIXED_LINES || !lines.getFirst().equals(KIND)) {
      throw new BenchException("not an invitation of a benchmark: " + text.lines().findFirst());
    }
    try {
      return new Invitation(
          lines.subList(FIXED_LINES, lines.size()),
          Integer.parseInt(lines.get(1)),
          lines.get(2),
          lines.get(3));
    } catch (NumberFormatException e) {
      throw new BenchException("an invitation without a port: " + lines.get(1), e);
    }
  }

  @Override
  public String toString() {
    return addresses + " port " + port;
  }
}
