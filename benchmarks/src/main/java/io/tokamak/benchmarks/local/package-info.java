// SPDX-License-Identifier: Apache-2.0
/**
 * The benchmark of the local store beside Redis and memcached: starts servers and client processes,
 * gives tasks to them in turns, and shows what they measured. The measuring itself is in {@link
 * io.tokamak.benchmarks.local.worker}.
 */
@NullMarked
package io.tokamak.benchmarks.local;

import org.jspecify.annotations.NullMarked;
