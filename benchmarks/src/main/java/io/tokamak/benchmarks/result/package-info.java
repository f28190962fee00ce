// SPDX-License-Identifier: Apache-2.0

/**
 * Result files: rows with the machine, the peers and the command they come from, written and read.
 */
@NullMarked
package io.tokamak.benchmarks.result;

import org.jspecify.annotations.NullMarked;
