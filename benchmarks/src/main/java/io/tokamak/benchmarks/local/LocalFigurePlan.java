// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import java.util.List;
import java.util.Optional;

/**
 * What the figures of the local store need.
 *
 * @param comparison sizes and times of the comparison with other systems, and of bound clients
 * @param clients numbers of client processes at once
 * @param objects numbers of objects in a store
 * @param bound whether bound clients are measured too, where it can be done
 * @param promises how the promises are measured; empty: only what of them is in the comparison
 */
public record LocalFigurePlan(
    Plan comparison,
    List<Integer> clients,
    List<Integer> objects,
    boolean bound,
    Optional<PromisePlan> promises) {
  /** Copies the lists. */
  public LocalFigurePlan {
    clients = List.copyOf(clients);
    objects = List.copyOf(objects);
  }
}
