// SPDX-License-Identifier: Apache-2.0

/** What is kept of transfers: how each went, and how many of everything there are. */
@NullMarked
package io.tokamak.transfer.record;

import org.jspecify.annotations.NullMarked;
