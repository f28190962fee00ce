// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import java.util.List;

/**
 * What the figures of fetching need.
 *
 * @param comparison sizes and times of the comparison of protocols and systems
 * @param warmUpNs how long nodes of each kind fetch before anything else is done
 * @param inFlight numbers of objects asked for at once
 * @param loads shares of the fastest rate, in percent, at which single fetches are started
 * @param newcomers how many nodes are started to see what their first fetch costs
 * @param complete whether what no chart shows and a promise is about is measured as well
 */
public record RemoteFigurePlan(
    RemotePlan comparison,
    long warmUpNs,
    List<Integer> inFlight,
    List<Integer> loads,
    int newcomers,
    boolean complete) {
  /** Copies the lists. */
  public RemoteFigurePlan {
    inFlight = List.copyOf(inFlight);
    loads = List.copyOf(loads);
  }
}
