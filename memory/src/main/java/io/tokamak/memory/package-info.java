// SPDX-License-Identifier: Apache-2.0

/** Shared segments, layouts and the allocator. */
@NullMarked
package io.tokamak.memory;

import org.jspecify.annotations.NullMarked;
