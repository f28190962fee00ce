// SPDX-License-Identifier: Apache-2.0

/** Races on the pin and seal protocols, run under jcstress. */
@NullMarked
package io.tokamak.concurrency;

import org.jspecify.annotations.NullMarked;
