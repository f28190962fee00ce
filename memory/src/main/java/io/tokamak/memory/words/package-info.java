// SPDX-License-Identifier: Apache-2.0
/**
 * Shared 64-bit words: the one door through which protocol code touches memory that other processes
 * see. Tests put a simulated memory behind it.
 */
@NullMarked
package io.tokamak.memory.words;

import org.jspecify.annotations.NullMarked;
