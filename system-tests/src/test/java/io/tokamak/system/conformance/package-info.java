// SPDX-License-Identifier: Apache-2.0
/**
 * What Plasma's own tests demand, row by row, of the real store in its own process. Each test's
 * name begins with the number of its row.
 */
@NullMarked
package io.tokamak.system.conformance;

import org.jspecify.annotations.NullMarked;
