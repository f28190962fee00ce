// SPDX-License-Identifier: Apache-2.0
/**
 * What runs in the client processes of a benchmark: one system, one connection, the operations in
 * tight loops, and the clock around them. A worker takes its tasks from standard input and answers
 * on standard output.
 */
@NullMarked
package io.tokamak.benchmarks.local.worker;

import org.jspecify.annotations.NullMarked;
