// SPDX-License-Identifier: Apache-2.0

/** Bugs put between the manager and what it uses, for the simulator to find. */
@NullMarked
package io.tokamak.simulation.tamper;

import org.jspecify.annotations.NullMarked;
