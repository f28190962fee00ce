// SPDX-License-Identifier: Apache-2.0

/** What clients of a simulated node do, and what they must see. */
@NullMarked
package io.tokamak.simulation.client;

import org.jspecify.annotations.NullMarked;
