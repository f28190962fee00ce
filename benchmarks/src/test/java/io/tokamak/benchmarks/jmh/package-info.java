// SPDX-License-Identifier: Apache-2.0

/** The hot paths under JMH, each with what it allocates. */
@NullMarked
package io.tokamak.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
