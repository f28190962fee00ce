// SPDX-License-Identifier: Apache-2.0
/**
 * The C library through the foreign function interface; not exported.
 *
 * <p>Every method is one call. It returns what the call returns, or the negated error number, the
 * way the kernel itself does: no exception, no shared {@code errno}. No call is {@code critical},
 * since each may block.
 *
 * <p>Calls said to allocate nothing make no object of their own. The JDK slices the errno segment
 * at each call (40 bytes); the optimizing compiler removes that in nearly every program, not in
 * all.
 */
@NullMarked
package io.tokamak.memory.libc;

import org.jspecify.annotations.NullMarked;
