// SPDX-License-Identifier: Apache-2.0
/**
 * Model checking of lock-free code: {@link io.tokamak.testkit.explore.Explorer} runs a small
 * concurrent scenario through every interleaving over a model of weak memory.
 */
@NullMarked
package io.tokamak.testkit.explore;

import org.jspecify.annotations.NullMarked;
