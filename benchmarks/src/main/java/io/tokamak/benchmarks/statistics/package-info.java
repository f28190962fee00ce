// SPDX-License-Identifier: Apache-2.0

/** What repetitions say: medians, intervals, and whether a difference is one. */
@NullMarked
package io.tokamak.benchmarks.statistics;

import org.jspecify.annotations.NullMarked;
