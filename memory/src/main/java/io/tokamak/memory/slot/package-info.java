// SPDX-License-Identifier: Apache-2.0
/**
 * A client's own part of the segment: pins, the ring of seals, the lease cursor, the access clock.
 */
@NullMarked
package io.tokamak.memory.slot;

import org.jspecify.annotations.NullMarked;
