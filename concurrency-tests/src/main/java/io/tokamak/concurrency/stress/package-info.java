// SPDX-License-Identifier: Apache-2.0
/**
 * The protocols of shared memory on the real machine: off-heap memory, real compilers, real
 * processors. Each test races two sides a few million times and counts who saw what; the outcomes
 * that must not be are forbidden.
 *
 * <p>Why the order of accesses matters, and a proof over every interleaving, is in the tests of
 * testkit and of this module; here it is the compiler and the processor that are tested.
 */
@NullMarked
package io.tokamak.concurrency.stress;

import org.jspecify.annotations.NullMarked;
