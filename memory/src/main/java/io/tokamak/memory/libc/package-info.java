// SPDX-License-Identifier: Apache-2.0
/**
 * The C library through the foreign function interface; not exported.
 *
 * <p>Every method is one call. It returns what the call returns, or the negated error number, the
 * way the kernel itself does: no exception, no shared {@code errno}. No call is {@code critical},
 * since each may block.
 */
@NullMarked
package io.tokamak.memory.libc;

import org.jspecify.annotations.NullMarked;
