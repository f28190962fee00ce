// SPDX-License-Identifier: Apache-2.0

/** Frames: the header, bounds-checked reading and writing, cutting a byte stream into frames. */
@NullMarked
package io.tokamak.wire.frame;

import org.jspecify.annotations.NullMarked;
