// SPDX-License-Identifier: Apache-2.0
/**
 * The protocols of shared memory, run as they are through every interleaving and every reordering
 * that weak memory allows.
 */
@NullMarked
package io.tokamak.concurrency.interleaving;

import org.jspecify.annotations.NullMarked;
