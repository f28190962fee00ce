// SPDX-License-Identifier: Apache-2.0
/** Ways to make code under test die or fail at a chosen step. */
@NullMarked
package io.tokamak.testkit.fault;

import org.jspecify.annotations.NullMarked;
