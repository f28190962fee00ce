// SPDX-License-Identifier: Apache-2.0

/** The store of a simulated node, which looks closely at whoever uses it. */
@NullMarked
package io.tokamak.simulation.store;

import org.jspecify.annotations.NullMarked;
