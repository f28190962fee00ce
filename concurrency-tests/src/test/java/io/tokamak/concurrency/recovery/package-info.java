// SPDX-License-Identifier: Apache-2.0
/** Clients that die at every step of what they do, under a store that has to put things right. */
@NullMarked
package io.tokamak.concurrency.recovery;

import org.jspecify.annotations.NullMarked;
