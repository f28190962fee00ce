// SPDX-License-Identifier: Apache-2.0

/** What all benchmarks need: child processes, rows, medians, bars, and what machine it was. */
@NullMarked
package io.tokamak.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
