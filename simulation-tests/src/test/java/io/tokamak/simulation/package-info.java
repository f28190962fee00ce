// SPDX-License-Identifier: Apache-2.0

/** Whole clusters in the simulator: the manager and the directory of production, every fault. */
@NullMarked
package io.tokamak.simulation;

import org.jspecify.annotations.NullMarked;
