// SPDX-License-Identifier: Apache-2.0

/**
 * The benchmark of a cluster: a process with a node of its own on each machine, which fetch from
 * each other by patterns; the first of them gathers what all have measured.
 */
@NullMarked
package io.tokamak.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
