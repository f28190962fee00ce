// SPDX-License-Identifier: Apache-2.0
/** Time that stands still until a test moves it. */
@NullMarked
package io.tokamak.testkit.clock;

import org.jspecify.annotations.NullMarked;
