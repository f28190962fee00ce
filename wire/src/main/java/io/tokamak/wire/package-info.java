// SPDX-License-Identifier: Apache-2.0

/** Ids, error codes, frames and the protocol version. */
@NullMarked
package io.tokamak.wire;

import org.jspecify.annotations.NullMarked;
