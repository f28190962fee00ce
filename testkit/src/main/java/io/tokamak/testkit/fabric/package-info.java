// SPDX-License-Identifier: Apache-2.0

/** What every fabric has to do: one suite of tests, run over each of them. */
@NullMarked
package io.tokamak.testkit.fabric;

import org.jspecify.annotations.NullMarked;
