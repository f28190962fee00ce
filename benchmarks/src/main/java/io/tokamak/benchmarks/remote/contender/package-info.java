// SPDX-License-Identifier: Apache-2.0

/** The ways to get an object from another process that are compared. */
@NullMarked
package io.tokamak.benchmarks.remote.contender;

import org.jspecify.annotations.NullMarked;
