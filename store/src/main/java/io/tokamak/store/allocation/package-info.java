// SPDX-License-Identifier: Apache-2.0
/**
 * Where in the data area the next block goes.
 *
 * <p>{@link io.tokamak.store.allocation.FreeExtents} knows the free ranges and nothing else: who
 * owns an allocated block is written in the object table. All bookkeeping lies outside the data
 * area, so that every byte of the capacity can be handed out.
 */
@NullMarked
package io.tokamak.store.allocation;

import org.jspecify.annotations.NullMarked;
