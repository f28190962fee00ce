// SPDX-License-Identifier: Apache-2.0

/**
 * The benchmark of fetching from another node, beside Redis and a raw socket: starts nodes and
 * servers, measures all of them in turns, shows what was measured and judges it. What is measured
 * is in {@link io.tokamak.benchmarks.remote.contender}.
 */
@NullMarked
package io.tokamak.benchmarks.remote;

import org.jspecify.annotations.NullMarked;
