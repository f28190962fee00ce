// SPDX-License-Identifier: Apache-2.0
/** Where tests get their randomness, and small worlds they go through completely. */
@NullMarked
package io.tokamak.testkit.seed;

import org.jspecify.annotations.NullMarked;
