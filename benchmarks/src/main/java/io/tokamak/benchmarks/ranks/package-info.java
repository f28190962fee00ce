// SPDX-License-Identifier: Apache-2.0

/**
 * Processes that do something together, one of them on each machine: who they are ({@link
 * io.tokamak.benchmarks.ranks.Membership}), how they find the first of them ({@link
 * io.tokamak.benchmarks.ranks.Rendezvous}), and the points at which all of them meet ({@link
 * io.tokamak.benchmarks.ranks.Ranks}). None of them waits for one that is gone.
 */
@NullMarked
package io.tokamak.benchmarks.ranks;

import org.jspecify.annotations.NullMarked;
