// SPDX-License-Identifier: Apache-2.0

/** Names and descriptions of objects that every module shares. */
@NullMarked
package io.tokamak.wire;

import org.jspecify.annotations.NullMarked;
