// SPDX-License-Identifier: Apache-2.0
/** The byte layout of a segment: offsets, bit fields and sizes, declared once. */
@NullMarked
package io.tokamak.memory.layout;

import org.jspecify.annotations.NullMarked;
