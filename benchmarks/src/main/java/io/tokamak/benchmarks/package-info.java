// SPDX-License-Identifier: Apache-2.0

/** The end-to-end harness behind {@code tokamak bench}. */
@NullMarked
package io.tokamak.benchmarks;

import org.jspecify.annotations.NullMarked;
