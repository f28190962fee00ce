// SPDX-License-Identifier: Apache-2.0

/** Whole nodes in the simulator: the parts of a real one around a simulated store. */
@NullMarked
package io.tokamak.simulation.cluster;

import org.jspecify.annotations.NullMarked;
