// SPDX-License-Identifier: Apache-2.0

/** A directory with figures: pictures, tables, and one page with all of it. */
@NullMarked
package io.tokamak.benchmarks.report;

import org.jspecify.annotations.NullMarked;
