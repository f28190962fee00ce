// SPDX-License-Identifier: Apache-2.0

/** Helpers for tests: seeds, generators, processes. */
@NullMarked
package io.tokamak.testkit;

import org.jspecify.annotations.NullMarked;
