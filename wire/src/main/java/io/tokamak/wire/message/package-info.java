// SPDX-License-Identifier: Apache-2.0

/** The messages of the local protocol, one record each; {@code docs/protocol.md} draws them. */
@NullMarked
package io.tokamak.wire.message;

import org.jspecify.annotations.NullMarked;
