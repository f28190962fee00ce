// SPDX-License-Identifier: Apache-2.0

/** Benchmarks that start processes: that they run, not what they measure. */
@NullMarked
package io.tokamak.system.bench;

import org.jspecify.annotations.NullMarked;
