// SPDX-License-Identifier: Apache-2.0
/** What happened to objects, and whether it may have happened. */
@NullMarked
package io.tokamak.testkit.history;

import org.jspecify.annotations.NullMarked;
