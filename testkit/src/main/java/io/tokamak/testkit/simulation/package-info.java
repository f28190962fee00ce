// SPDX-License-Identifier: Apache-2.0
/**
 * A cluster in one thread and in virtual time: nodes are step functions, the network is as weak as
 * its capabilities allow, faults come from the seed. One seed is one run. {@link
 * io.tokamak.testkit.simulation.Simulation} plays many.
 */
@NullMarked
package io.tokamak.testkit.simulation;

import org.jspecify.annotations.NullMarked;
