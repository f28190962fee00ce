// SPDX-License-Identifier: Apache-2.0

/**
 * Starts all ranks on this machine: as processes beside each other, or each in a network of its
 * own. Whatever happens to them or to this process, nothing is left of them.
 */
@NullMarked
package io.tokamak.benchmarks.ranks.launch;

import org.jspecify.annotations.NullMarked;
