// SPDX-License-Identifier: Apache-2.0

/**
 * The figures of the thesis this project began with, and those that go past it: what a source
 * claims, what rows of measurements say, and the verdict, which is computed from them. Nothing here
 * measures anything.
 */
@NullMarked
package io.tokamak.benchmarks.figure;

import org.jspecify.annotations.NullMarked;
